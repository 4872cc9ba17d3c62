# Lists the failed tests of a .trx file: PROJECT, the full name of the test with its data, and the first line of the message. Usage: awk -v project=NAME -f failed-tests.awk FILE
function attribute(name,   start, value) {
  start = index($0, " " name "=\"")
  if (!start) return ""
  value = substr($0, start + length(name) + 3)
  return plain(substr(value, 1, index(value, "\"") - 1))
}

function plain(text) {
  gsub(/&#x[0-9A-Fa-f]+;/, " ", text)
  gsub(/&lt;/, "<", text)
  gsub(/&gt;/, ">", text)
  gsub(/&quot;/, "\"", text)
  gsub(/&amp;/, "\\&", text)
  return text
}

/<UnitTestResult / {
  id = attribute("outcome") == "Failed" ? attribute("testId") : ""
  if (id != "") {
    failure = ++count
    tests[failure] = id
    names[failure] = attribute("testName")
  }
}

id != "" && /<Message>/ && !(failure in messages) {
  line = $0
  sub(/.*<Message>/, "", line)
  sub(/<\/Message>.*/, "", line)
  while (line ~ /^[ \t\r]*$/ && (getline line) > 0) sub(/<\/Message>.*/, "", line)
  sub(/\r$/, "", line)
  messages[failure] = substr(plain(line), 1, 300)
}

/<UnitTest / { test = attribute("id") }

/<TestMethod / { classes[test] = attribute("className") }

END {
  for (i = 1; i <= count; i++) {
    class = classes[tests[i]]
    name = index(names[i], class ".") == 1 ? names[i] : class "." names[i]
    printf "%s: %s: %s\n", project, name, messages[i]
  }
}
