using System.Text;
using ZooKeeper.Client.Sasl;

namespace ZooKeeper.Client.Tests.Sasl;

[TestClass]
public sealed class DigestMd5ConversationTests
{
    private const string Challenge = "realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\",qop=\"auth\",algorithm=md5-sess,charset=utf-8";

    // RFC 2831, section 4.
    [TestMethod]
    [DataRow("imap", "OA6MG9tEQGm2hh", "OA6MHXh6VqTrRk", "d388dad90d4bbd760a152321f2143af7", "ea40f60335c427b5527b84dbabcdfffd")]
    [DataRow("acap", "OA9BSXrbuRhWay", "OA9BSuZWMSpW8m", "6084c6db3fede7352c551284490fd0fc", "2f0b3d7c3c2e486600ef710726aa2eae")]
    public void Answer_ExamplesOfTheRfc_AreThoseOfTheRfc(string protocol, string nonce, string clientNonce, string proof, string serversProof)
    {
        var conversation = Conversation(protocol, clientNonce);
        var response = Answer(conversation, Challenge.Replace("OA6MG9tEQGm2hh", nonce));
        Assert.AreEqual(
            $"charset=utf-8,username=\"chris\",realm=\"elwood.innosoft.com\",nonce=\"{nonce}\",nc=00000001,cnonce=\"{clientNonce}\"," +
            $"digest-uri=\"{protocol}/elwood.innosoft.com\",response={proof},qop=auth",
            response);
        Assert.IsNull(Answer(conversation, $"rspauth={serversProof}"));
    }

    [TestMethod]
    [DataRow("rspauth=ea40f60335c427b5527b84dbabcdfffe")]
    [DataRow("rspauth=")]
    [DataRow("nothing=1")]
    public void Answer_ServerThatDoesNotKnowThePassword_Throws(string proof)
    {
        var conversation = Conversation("imap", "OA6MHXh6VqTrRk");
        Answer(conversation, Challenge);
        var exception = Fails(conversation, proof);
        Assert.Contains("does not know the password", exception.Message);
        Assert.IsFalse(exception.IsRejection);
    }

    [TestMethod]
    public void Answer_NoProof_IsARejection()
    {
        var conversation = Conversation("imap", "OA6MHXh6VqTrRk");
        Answer(conversation, Challenge);
        Assert.IsTrue(Fails(conversation, "").IsRejection);
    }

    [TestMethod]
    public void Answer_NoChallenge_SaysThatTheServerHasNoSasl()
    {
        var exception = Assert.ThrowsExactly<SaslException>(() => Conversation("imap", "x").Answer(null));
        Assert.Contains("JAAS section 'Server'", exception.Message);
        Assert.IsTrue(exception.IsRejection);
    }

    [TestMethod]
    [DataRow("nonce=\"a\",algorithm=md5-sess", "realm-less")]
    [DataRow("realm=\"first\" , realm=\"second\",\r\n\tnonce=\"a\",ALGORITHM=MD5-sess,,qop=\"auth-int, auth\"", "realm=\"first\"")]
    [DataRow("realm=\"a \\\"b\\\\c\",nonce=\"a\",algorithm=md5-sess", "realm=\"a \\\"b\\\\c\"")]
    [DataRow("realm=\"Zürich\",nonce=\"a\",algorithm=md5-sess,charset=utf-8", "realm=\"Zürich\"")]
    [DataRow("unknown=1,nonce=\"a\",algorithm=md5-sess", "realm-less")]
    public void Answer_FormsOfAChallenge_AreUnderstood(string challenge, string realm)
    {
        var response = Answer(Conversation("imap", "x"), challenge)!;
        if (realm == "realm-less")
        {
            Assert.DoesNotContain("realm", response);
        }
        else
        {
            Assert.Contains($"{realm},", response);
        }
    }

    [TestMethod]
    [DataRow("nonce=\"a\"", "its challenge is not DIGEST-MD5")]
    [DataRow("nonce=\"a\",algorithm=md5", "its challenge is not DIGEST-MD5")]
    [DataRow("nonce=\"a\",algorithm=md5-sess,algorithm=md5-sess", "more than one 'algorithm'")]
    [DataRow("nonce=\"a\",nonce=\"a\",algorithm=md5-sess", "more than one 'nonce'")]
    [DataRow("nonce=\"\",algorithm=md5-sess", "no nonce")]
    [DataRow("algorithm=md5-sess", "no nonce")]
    [DataRow("nonce=\"a\",algorithm=md5-sess,qop=\"auth-int,auth-conf\"", "does not offer")]
    [DataRow("nonce=\"a", "malformed")]
    [DataRow("nonce=\"a\\", "malformed")]
    [DataRow("nonce", "malformed")]
    [DataRow("=a", "malformed")]
    [DataRow("nonce=\"a\" b,algorithm=md5-sess", "malformed")]
    public void Answer_NotAChallenge_ThrowsAndDoesNotQuoteIt(string challenge, string reason)
    {
        var exception = Fails(Conversation("imap", "x"), challenge);
        Assert.Contains(reason, exception.Message);
        Assert.IsFalse(exception.IsRejection);
    }

    [TestMethod]
    public void Answer_LongChallenge_Throws() => Assert.Contains("bytes", Fails(Conversation("imap", "x"), $"nonce={new string('a', 3000)}").Message);

    [TestMethod]
    public void Answer_UserNameWithSpecialCharacters_IsQuoted() => Assert.Contains(
        "username=\"a\\\"b\\\\c\",", Answer(new DigestMd5Conversation(new SaslCredentials("a\"b\\c", "secret")), Challenge)!);

    [TestMethod]
    public void Answer_UserNameThatTheCharsetDoesNotHave_Throws() => Assert.Contains(
        "ISO 8859-1", Fails(new DigestMd5Conversation(new SaslCredentials("пользователь", "secret")), "nonce=\"a\",algorithm=md5-sess").Message);

    [TestMethod]
    public void ClientNonce_IsAnotherEachTime() =>
        Assert.AreNotEqual(new DigestMd5Conversation(new("a", "b")).ClientNonce, new DigestMd5Conversation(new("a", "b")).ClientNonce);

    private static DigestMd5Conversation Conversation(string protocol, string clientNonce) =>
        new(new SaslCredentials("chris", "secret")) { Uri = $"{protocol}/elwood.innosoft.com", ClientNonce = clientNonce };

    private static string? Answer(DigestMd5Conversation conversation, string token) =>
        conversation.Answer(Encoding.UTF8.GetBytes(token)) is { } answer ? Encoding.UTF8.GetString(answer) : null;

    private static SaslException Fails(DigestMd5Conversation conversation, string token)
    {
        var exception = Assert.ThrowsExactly<SaslException>(() => Answer(conversation, token));
        Assert.DoesNotContain("secret", exception.ToString());
        return exception;
    }
}
