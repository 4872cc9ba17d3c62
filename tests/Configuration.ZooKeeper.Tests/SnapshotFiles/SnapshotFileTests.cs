using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;
using Configuration.ZooKeeper.SnapshotFiles;

namespace Configuration.ZooKeeper.Tests.SnapshotFiles;

/// <summary>What is written is what is read.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class SnapshotFileTests
{
    [TestMethod]
    public void Read_WhatWasWritten_IsTheSame()
    {
        using var folder = new SnapshotFolder();
        folder.Time.Advance(TimeSpan.FromDays(20_000) + TimeSpan.FromTicks(7));
        folder.Write(0x1_0000_0000_0007, ("Db:Host", "db1"), ("Db", "primary"), ("Empty", ""), ("Null", null));

        var saved = folder.Open().Read();

        Assert.IsNotNull(saved);
        Assert.AreEqual(0x1_0000_0000_0007, saved.Zxid);
        Assert.AreEqual(folder.Time.GetUtcNow(), saved.Written);
        Assert.HasCount(4, saved.Keys);
        Assert.AreEqual("db1", saved.Keys["DB:HOST"]);
        Assert.AreEqual("primary", saved.Keys["Db"]);
        Assert.AreEqual("", saved.Keys["Empty"]);
        Assert.IsNull(saved.Keys["Null"]);
        Assert.IsEmpty(folder.Log.Lines);
    }

    [TestMethod]
    public void Read_KeysAndValuesWithAnyCharacter_AreTheSame()
    {
        using var folder = new SnapshotFolder();
        string[] texts =
        [
            "", " ", ":", "a::b", "\"\\/\b\f\n\r\t", "\0\u0001\u007f\u0085\u2028", "grüße", "配置", "🛒", "\uFFFD\uFEFF",
            "<a href='x'>&amp;</a>", "sha256", "{\"keys\":{}}",
        ];
        var keys = texts.SelectMany(key => texts.Select(value => (Key: $"{key}|{value}", Value: (string?)value))).ToArray();
        folder.Write(1, keys);

        var saved = folder.Open().Read();

        Assert.IsNotNull(saved);
        Assert.HasCount(keys.Length, saved.Keys);
        foreach (var (key, value) in keys)
        {
            Assert.AreEqual(value, saved.Keys[key]);
        }
    }

    [TestMethod]
    public void Read_NoKeysAtAll_IsAStateToo()
    {
        using var folder = new SnapshotFolder();
        folder.Write(5);

        Assert.IsEmpty(folder.Open().Read()!.Keys);
    }

    [TestMethod]
    public void Read_ExtremeZxids_AreTheSame()
    {
        using var folder = new SnapshotFolder();
        foreach (var zxid in new[] { 0, long.MaxValue, long.MinValue, -1 })
        {
            folder.Write(zxid);
            Assert.AreEqual(zxid, folder.Open().Read()!.Zxid);
        }
    }

    [TestMethod]
    public void Read_NoFileOrNoDirectory_IsNullWithoutAWord()
    {
        using var folder = new SnapshotFolder();

        Assert.IsNull(folder.Open().Read());
        Assert.IsNull(folder.Open(file: Path.Combine(folder.Path, "none", "shop.json")).Read());
        Assert.IsEmpty(folder.Log.Lines);
    }

    [TestMethod]
    public void Read_OtherPathsOrderOrSection_IsNotUsed()
    {
        using var folder = new SnapshotFolder();
        folder.Write(1, ("Key", "s3cret"));
        SnapshotOrigin[] others =
        [
            new(["/config/shop", "/config/common"], null),
            new(["/config/common"], null),
            new(["/config/common", "/config/shop", "/config/more"], null),
            new(["/config/common", "/config/Shop"], null),
            new(SnapshotFolder.Origin.Paths, "Shop"),
            new(SnapshotFolder.Origin.Paths, ""),
            new([], null),
        ];

        foreach (var other in others)
        {
            Assert.Contains("it was written for '/config/common, /config/shop', and this source reads", folder.WhyNotUsed(other));
        }

        Assert.IsNotNull(folder.Open(new(["/config/common", "/config/shop"], null)).Read());
    }

    [TestMethod]
    public void Read_SectionOfTheSource_IsUsed()
    {
        using var folder = new SnapshotFolder();
        var origin = SnapshotFolder.Origin with { Section = "Remote:Shop" };
        folder.Open(origin).Write(1, SnapshotFolder.Keys(("Remote:Shop:Title", "x")));

        Assert.AreEqual("x", folder.Open(origin).Read()!.Keys["Remote:Shop:Title"]);
        Assert.Contains("in the section 'Remote:Shop'", folder.WhyNotUsed());
    }

    [TestMethod]
    public void Read_SameReasonAgain_IsReportedOnce()
    {
        using var folder = new SnapshotFolder();
        var file = folder.Open();
        File.WriteAllText(folder.File, "damaged");
        for (var i = 0; i < 3; i++)
        {
            Assert.IsNull(file.Read());
        }

        Assert.HasCount(1, folder.Log.Of(SnapshotFolder.NotUsed));
    }

    [TestMethod]
    public void Write_Content_IsPlainJsonInOrder()
    {
        using var folder = new SnapshotFolder();
        folder.Write(7, ("b", "grüße"), ("a", null));
        var text = File.ReadAllText(folder.File);

        using var json = JsonDocument.Parse(text);
        CollectionAssert.AreEqual(
            new[] { "format", "zxid", "written", "paths", "section", "keys", "sha256" },
            json.RootElement.EnumerateObject().Select(property => property.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "a", "b" }, json.RootElement.GetProperty("keys").EnumerateObject().Select(key => key.Name).ToArray());
        Assert.Contains("\"b\": \"grüße\"", text);
    }

    [TestMethod]
    public void Write_InAnotherCulture_IsTheSame()
    {
        using var folder = new SnapshotFolder();
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NegativeSign = "~" }, DateTimeFormat = { DateSeparator = "." } };
        try
        {
            folder.Write(-3, ("Key", "x"));
            Assert.AreEqual(-3, folder.Open().Read()!.Zxid);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    public void Write_Again_ReplacesAllKeys()
    {
        using var folder = new SnapshotFolder();
        folder.Write(1, ("Old", "1"), ("Both", "1"));
        folder.Write(2, ("New", "2"), ("Both", "2"));

        var saved = folder.Open().Read()!;
        Assert.AreEqual(2, saved.Zxid);
        CollectionAssert.AreEquivalent(new[] { "New", "Both" }, saved.Keys.Keys);
        CollectionAssert.AreEqual(new[] { "shop.json" }, folder.FileNames.ToArray());
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [UnsupportedOSPlatform("windows")]
    public void Write_New_OnlyTheOwnerMayReadAndWrite()
    {
        using var folder = new SnapshotFolder();
        folder.Write(1, ("Key", "x"));

        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [UnsupportedOSPlatform("windows")]
    public void Write_OverAFileThatOthersMayRead_OnlyTheOwnerMay()
    {
        using var folder = new SnapshotFolder();
        File.WriteAllText(folder.File, "");
        File.SetUnixFileMode(folder.File, (UnixFileMode)0b110_110_110);

        folder.Write(1, ("Key", "x"));

        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File));
        Assert.IsNotNull(folder.Open().Read());
    }

    [TestMethod]
    public void Path_Relative_IsThatOfTheBeginning()
    {
        using var folder = new SnapshotFolder();

        Assert.AreEqual(Path.Combine(Environment.CurrentDirectory, "shop.json"), folder.Open(file: "shop.json").Path);
    }
}
