using System.Text.RegularExpressions;
using ZooKeeper.Testing;

namespace Documentation.Tests;

/// <summary>
/// What the documents promise, each with a test that keeps it. Whoever changes a promise changes its line here, and looks whether the test still fits.
/// </summary>
[TestClass]
public sealed partial class PromisesTests
{
    private const string Readme = "README.md";

    private static readonly Lazy<string[]> Tests = new(() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !BuildOutput().IsMatch(file))
            .SelectMany(file => TestMethod().Matches(Repository.Read(file)))
            .Select(match => match.Groups["name"].Value),
    ]);

    [TestMethod]
    [DataRow(Readme, "Readers see one state that the ensemble really had", "Read_WhileSeveralWrite_IsAlwaysAWholeState")]
    [DataRow(Readme, "Readers see one state that the ensemble really had", "Read_DuringTwoThousandMultisOnAnEnsemble_IsAlwaysOneCommittedState")]
    [DataRow(Readme, "The last good configuration stays in effect, whatever fails", "Quorum_LostForThreeSessionTimeoutsAndALaggingFollowerFirstBack_NothingGoesBack")]
    [DataRow(Readme, "Nothing is missed", "RunAsync_HalfAMinuteOfFaultsFromARandomSeed_IsGood")]
    [DataRow(Readme, "Error messages name the servers that were tried, the path, and the cause", "Load_SeveralServers_NamesEach")]
    [DataRow(Readme, "One session for each source", "Rebuild_EveryWay_OpensNoSecondSessionNotEvenForAMoment")]
    [DataRow(Readme, "Values never appear in logs or error messages", "Run_WholeLife_NoValueIsDisclosed")]
    [DataRow(Readme, "Setting a key changes this process only, until the next reload", "Set_ThroughConfiguration_StaysInProcessUntilNextReload")]
    [DataRow(Readme, "a `multi` that writes twelve znodes is one reload with all twelve", "Multi_TwelveKeys_NoCallbackSeesPartOfIt")]
    [DataRow(Readme, "keeps its last good configuration", "Outage_ValuesStayAndStaleIsReported_ThenCatchesUp")]
    [DataRow(Readme, "waits at most 15 seconds for a server and then throws", "Unreachable_Required_Throws")]
    [DataRow(Readme, "The message names the servers, the path and the cause", "Load_RefusedConnection_NamesServerAndPath")]
    [DataRow(Readme, "With `Optional`, the application starts without these keys", "Unreachable_Optional_IsEmptyAndStaleAndKeepsTrying")]
    [DataRow(Readme, "With `SnapshotFile`, it starts with the last saved configuration", "Unreachable_SnapshotFile_IsTheFileAfterOnePassAndHeals")]
    [DataRow(Readme, "a value is malformed", "Set_MalformedValue_HoldsBackWholeStateUntilHealed")]
    [DataRow(Readme, "all paths are gone", "Delete_AllRootsOfRequiredSource_KeepsLastGood")]
    [DataRow(Readme, "is rejected as a whole", "Change_Invalid_ReachesNobodyUntilCorrected")]
    [DataRow(Readme, "If another program uses port 5000, the sample takes a free port and prints it", "Start_PortTaken_ListensOnAnotherAndSaysWhere")]
    [DataRow(Readme, "A znode is world-writable by default", "Create_WithoutAcl_IsWorldWritable")]
    [DataRow(Readme, "Configuration can override `ConnectionStrings`, `Logging` and `Kestrel`", "AddZooKeeper_WithoutSection_OverridesWhatControlsTheApplication")]
    [DataRow(Readme, "Apache ZooKeeper 3.5.5 or later", "Follow_ServerWithoutRecursiveWatches_IsFollowedAsAnyOther")]
    [DataRow(Readme, "`dotnet pack -o artifacts/packages` builds the packages", "Pack_Solution_MakesThreePackagesWithSymbols")]
    [DataRow("docs/getting-started.md", "It starts a ZooKeeper server inside its own process", "DotnetRun_NoConnectionString_ServesAndTakesThePrintedLine")]
    [DataRow("docs/getting-started.md", "The shop beside it follows, in every browser that has the page open", "Edit_InOnePage_IsSeenInAnother")]
    [DataRow("docs/getting-started.md", "is written by one `multi`: one reload", "WriteAsOne_EditAddAndDelete_AreOneReload")]
    [DataRow("docs/getting-started.md", "holds it back, the page says why", "Edit_NotValid_IsHeldBackWithTheReasonUntilCorrected")]
    [DataRow("docs/getting-started.md", "it is never shown, and the mask cannot be written back", "Edit_MaskWrittenBack_IsRefused")]
    [DataRow("docs/getting-started.md", "It heals by itself when the program is back", "Show_ShopKilledAndBack_LastKnownValuesThenHealed")]
    [DataRow("docs/getting-started.md", "everybody else sees the shop", "Live_NotFromThisMachine_TellsWhatVisitorsSee")]
    [DataRow("docs/getting-started.md", "With a connection string the sample follows an ensemble of yours, and writes nothing",
        "DotnetRun_ConnectionString_FollowsTheEnsembleAndWritesNothing")]
    [DataRow("docs/getting-started.md", "and not for pages of other sites", "PutAndDelete_ForgedHostOrForeignOrigin_AreRefused")]
    [DataRow("docs/getting-started.md", "Then they are added as any others", "Web_WithAServerOfItsOwn_FollowsAChange")]
    [DataRow("docs/getting-started.md", "This is all of `samples/Worker/Program.cs`", "Worker_OnAnEnsemble_PrintsTheTitleWhenItChanges")]
    [DataRow("docs/getting-started.md", "object (`IOptions<T>`, `IOptionsSnapshot<T>`, `IOptionsMonitor<T>`) is created from one state",
        "Bind_WithoutPauseDuringTwoThousandMultis_IsNeverTorn")]
    [DataRow("docs/getting-started.md", "with the lines from before", "Host_Logging_GetsEarlierLinesAndLaterOnes")]
    [DataRow("docs/getting-started.md", "takes all ZooKeeper sources out", "UseSetting_SwitchedOff_AsksNoServer")]
    [DataRow("docs/options.md", "quotes no value", "AddZooKeeper_ValueThatCannotBeRead_NamesKeyAndForm")]
    [DataRow("docs/options.md", "which has the last word", "AddZooKeeper_Configure_HasTheLastWord")]
    [DataRow("docs/key-mapping.md", "`Db__Timeout`; `__` is literal", "Load_DoubleUnderscore_IsLiteral")]
    [DataRow("docs/key-mapping.md", "a warning names both", "Load_NamesDifferInCase_LaterPathWinsWithOneWarning")]
    [DataRow("docs/key-mapping.md", "data that begins as gzip does is inflated", "Load_CompressedData_IsInflated")]
    [DataRow("docs/key-mapping.md", "if it could be read before, the last values stay", "SetAcl_BecomesUnreadable_KeepsLastValuesMarkedStaleAndOthersMoveOn")]
    [DataRow("docs/key-mapping.md", "It is read as the framework reads `appsettings.json`", "Load_AnyJson_HasTheKeysOfTheFrameworksFiles")]
    [DataRow("docs/key-mapping.md", "`Db/Timeout` beats `Db.json`", "Load_DocumentAgainstZnode_LaterPathWinsWithOneWarningForEachKey")]
    [DataRow("docs/key-mapping.md", "an empty list in a later layer does not clear",
        "Load_ArraysOfTwoLayers_MergeByIndexAndAnEmptyOneClearsNothing")]
    [DataRow("docs/key-mapping.md", "If it throws, the state is malformed", "Documents_ParserThatThrows_IsHeldBackByTypeAlone")]
    [DataRow("docs/key-mapping.md", "`options.Documents.Clear()` makes `.json` one, too", "Documents_WithoutJson_JsonIsText")]
    [DataRow("docs/layers.md", "a `multi` that touches two of them is still one reload", "Multi_OverTwoLayers_IsOneReload")]
    [DataRow("docs/layers.md", "The others come when they are created", "Load_OneLayerMissing_IsPickedUpWhenCreated")]
    [DataRow("docs/layers.md", "the value of the earlier one counts again", "Delete_KeyOfLaterLayer_EarlierOneShows")]
    [DataRow("docs/layers.md", "`/config/shop` is not `/config/shop2`", "Load_PathWithSamePrefix_IsNotIncluded")]
    [DataRow("docs/layers.md", "names of application and environment", "Host_Layers_HaveTheNamesOfTheHostAndReloadAsOne")]
    [DataRow("docs/security.md", "no znode can become a key that is not below `Remote`", "AddZooKeeper_Section_OverridesNothingElse")]
    [DataRow("docs/security.md", "Give the operators write permission and the application no more than `Read`", "Acl_OfOperatorAndShop_LetsTheShopReadOnly")]
    [DataRow("docs/security.md", "A path that may not be read stops the start", "NoPermission_RequiredOrOptionalOrSnapshotFile_Throws")]
    [DataRow("docs/security.md", "which only its owner can read", "Write_New_OnlyTheOwnerMayReadAndWrite")]
    [DataRow("docs/security.md", "asked for each connection", "Load_IdentityFromAProvider_IsThatOfTheConnection")]
    [DataRow("docs/testing.md", "It is one transaction, so one reload", "Set_Several_IsOneReload")]
    [DataRow("docs/operating.md", "It has names of keys and paths, no values", "Run_WholeLife_NoValueIsDisclosed")]
    [DataRow("docs/operating.md", "while the configuration is stale", "Check_ServerAway_IsDegradedUntilItIsBack")]
    [DataRow("docs/operating.md", "the newest state is held back, with the reason", "Check_HeldBack_HasTheChosenStatusAndTheReasonUntilHealed")]
    [DataRow("docs/operating.md", "are there for OpenTelemetry", "Metrics_OfALife_AreCollectedWithTheirPaths")]
    [DataRow("docs/operating.md", "What is written in one transaction is seen as one state", "Multi_TwoZnodes_IsOneReload")]
    [DataRow("docs/operating.md", "keeps the last good values if that fails, and does not throw for it", "Reload_ServerAway_ReturnsWithinTimeoutAndKeepsValues")]
    [DataRow("docs/operating.md", "is noticed, logged as critical, and everything is read again",
        "Ensemble_WipedAndWrittenPastTheOldZxid_NewStateArrivesAndIsToldOnce")]
    [DataRow("docs/operating.md", "keeps its last good state until one of them is there again", "Wipe_LooksEmpty_KeepsLastGoodUntilFilledAgain")]
    [DataRow("docs/migrating.md", "It can be read where it is", "TreeOfSpring_LayersAndNames_AreReadWhereTheyAre")]
    public void Promise_OfADocument_IsKeptByATest(string document, string words, string test)
    {
        Assert.Contains(words, OneLine(Repository.Read(document)));
        Assert.Contains(test, Tests.Value);
    }

    [TestMethod]
    public void Readme_Goals_AreAllAmongThePromises()
    {
        var goals = Goals().Match(Repository.Read(Readme)).Groups["list"].Value.Split("\n* ", StringSplitOptions.RemoveEmptyEntries).Select(OneLine).ToArray();
        var promises = typeof(PromisesTests).GetMethod(nameof(Promise_OfADocument_IsKeptByATest))!
            .GetCustomAttributes(typeof(DataRowAttribute), inherit: false).Cast<DataRowAttribute>()
            .Where(row => row.Data[0] is Readme)
            .Select(row => (string)row.Data[1]!)
            .ToArray();

        Assert.IsGreaterThan(4, goals.Length);
        Assert.AreEqual("", string.Join("\n", goals.Where(goal => !Array.Exists(promises, promise => goal.Contains(promise, StringComparison.Ordinal)))));
    }

    private static string OneLine(string text) => Blank().Replace(text, " ").Trim();

    [GeneratedRegex(@"\[TestMethod\](?:\s*\[[^\n]*\n)*\s*public (?:async Task|void) (?<name>\w+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"^## Goals\n(?<list>.*?)\n\n## ", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Goals();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex BuildOutput();
}
