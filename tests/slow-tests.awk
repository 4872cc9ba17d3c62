# Lists the tests of .trx files that took at least SECONDS: duration, tab, full name of the method. Usage: awk -v seconds=2 -f slow-tests.awk FILE...
# A test with several data rows counts as its slowest row. Tests that build a project are left out: they take minutes, and compilers do not fail by chance.
function attribute(name,   start) {
  start = index($0, " " name "=\"")
  if (!start) return ""
  start += length(name) + 3
  return substr($0, start, index(substr($0, start), "\"") - 1)
}

/<UnitTestResult / {
  split(attribute("duration"), time, ":")
  taken = time[1] * 3600 + time[2] * 60 + time[3]
  id = attribute("testId")
  if (taken > longest[id]) longest[id] = taken
}

/<UnitTest / { test = attribute("id") }

/<TestCategoryItem TestCategory="Build"/ { longest[test] = 0 }

/<TestMethod / {
  method = attribute("className") "." attribute("name")
  sub(/\(.*/, "", method)
  if (longest[test] > slowest[method]) slowest[method] = longest[test]
}

END {
  for (method in slowest)
    if (slowest[method] >= seconds) printf "%.1f\t%s\n", slowest[method], method
}
