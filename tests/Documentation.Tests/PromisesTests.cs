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
    [DataRow(Readme, "Readers see one state that the ensemble really had", "Read_DuringMultisOnAnEnsemble_IsAlwaysOneCommittedState")]
    [DataRow(Readme, "The last good configuration stays in effect, whatever fails", "Quorum_LostForThreeSessionTimeoutsAndALaggingFollowerFirstBack_NothingGoesBack")]
    [DataRow(Readme, "Nothing is missed", "RunAsync_FaultsFromARandomSeed_IsGood")]
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
    [DataRow(Readme, "`dotnet pack -o artifacts/packages` builds the packages", "Pack_Solution_MakesAllPackagesWithSymbols")]
    [DataRow("docs/getting-started.md", "The sample starts a ZooKeeper server inside its own process", "DotnetRun_NoConnectionString_ServesAndTakesThePrintedLine")]
    [DataRow("docs/getting-started.md", "The shop follows in every browser that has the page open", "Edit_InOnePage_IsSeenInAnother")]
    [DataRow("docs/getting-started.md", "writes all edits, additions and deletions in one `multi`, so they are one reload", "WriteAsOne_EditAddAndDelete_AreOneReload")]
    [DataRow("docs/getting-started.md", "rejects the change and the page says why", "Edit_NotValid_IsRejectedWithTheReasonUntilCorrected")]
    [DataRow("docs/getting-started.md", "The page never shows it, and rejects the mask as a value", "Edit_MaskWrittenBack_IsRefused")]
    [DataRow("docs/getting-started.md", "It recovers when you start the program again", "Show_ShopKilledAndBack_LastKnownValuesThenHealed")]
    [DataRow("docs/getting-started.md", "Visitors from other machines see only the shop", "Live_NotFromThisMachine_TellsWhatVisitorsSee")]
    [DataRow("docs/getting-started.md", "With a connection string, the sample follows your own ensemble and writes nothing",
        "DotnetRun_ConnectionString_FollowsTheEnsembleAndWritesNothing")]
    [DataRow("docs/getting-started.md", "It rejects writes from pages of other sites", "PutAndDelete_ForgedHostOrForeignOrigin_AreRefused")]
    [DataRow("docs/getting-started.md", "The application has the new value a few milliseconds later, without a restart", "GettingStarted_FromAnEmptyFolder_ReachesALiveChange")]
    [DataRow("docs/getting-started.md", "This is the complete `samples/Worker/Program.cs`", "Worker_OnAnEnsemble_PrintsTheTitleWhenItChanges")]
    [DataRow("docs/getting-started.md", "every options object (`IOptions<T>`, `IOptionsSnapshot<T>`, `IOptionsMonitor<T>`) is created from one state",
        "Bind_WithoutPauseDuringMultis_IsNeverTorn")]
    [DataRow("docs/getting-started.md", "So the cache of packages never hides the newest ones", "Pack_CommitsAndChangesOfAShallowClone_HaveDifferentVersionsAndAnAddress")]
    [DataRow("docs/getting-started.md", "event 2000 says `/config/Shop (does not exist)`", "Load_OneLayerMissing_LogStatusAndHealthSayWhich")]
    [DataRow("docs/getting-started.md", "including those of the load", "Host_Logging_GetsEarlierLinesAndLaterOnes")]
    [DataRow("docs/getting-started.md", "removes all ZooKeeper sources", "UseSetting_SwitchedOff_AsksNoServer")]
    [DataRow("docs/options.md", "The message names the key and never quotes the value", "AddZooKeeper_ValueThatCannotBeRead_NamesKeyAndForm")]
    [DataRow("docs/options.md", "with a further argument that overrides the section", "AddZooKeeper_Configure_HasTheLastWord")]
    [DataRow("docs/key-mapping.md", "`Db__Timeout`; `__` is literal", "Load_DoubleUnderscore_IsLiteral")]
    [DataRow("docs/key-mapping.md", "a warning names both", "Load_NamesDifferInCase_LaterPathWinsWithOneWarning")]
    [DataRow("docs/key-mapping.md", "gzip data is decompressed", "Load_CompressedData_IsInflated")]
    [DataRow("docs/key-mapping.md", "If it was readable before, its last values stay", "SetAcl_BecomesUnreadable_KeepsLastValuesMarkedStaleAndOthersMoveOn")]
    [DataRow("docs/key-mapping.md", "Documents follow the rules of `appsettings.json`", "Load_AnyJson_HasTheKeysOfTheFrameworksFiles")]
    [DataRow("docs/key-mapping.md", "`Db/Timeout` overrides `Db.json`", "Load_DocumentAgainstZnode_LaterPathWinsWithOneWarningForEachKey")]
    [DataRow("docs/key-mapping.md", "an empty list in a later layer does not clear",
        "Load_ArraysOfTwoLayers_MergeByIndexAndAnEmptyOneClearsNothing")]
    [DataRow("docs/key-mapping.md", "If it throws, the state is malformed", "Documents_ParserThatThrows_IsRejectedByTypeAlone")]
    [DataRow("docs/key-mapping.md", "after `options.Documents.Clear()`, `.json` has no special meaning either", "Documents_WithoutJson_JsonIsText")]
    [DataRow("docs/layers.md", "a `multi` that touches two of them is still one reload", "Multi_OverTwoLayers_IsOneReload")]
    [DataRow("docs/layers.md", "The source picks up the other paths when they are created", "Load_OneLayerMissing_IsPickedUpWhenCreated")]
    [DataRow("docs/layers.md", "the value of the earlier layer takes effect again", "Delete_KeyOfLaterLayer_EarlierOneShows")]
    [DataRow("docs/layers.md", "`/config/shop` is not `/config/shop2`", "Load_PathWithSamePrefix_IsNotIncluded")]
    [DataRow("docs/layers.md", "names of application and environment", "Host_Layers_HaveTheNamesOfTheHostAndReloadAsOne")]
    [DataRow("docs/security.md", "no znode can become a key outside `Remote`", "AddZooKeeper_Section_OverridesNothingElse")]
    [DataRow("docs/security.md", "Give the operators write permission and the application only `Read`", "Acl_OfOperatorAndShop_LetsTheShopReadOnly")]
    [DataRow("docs/security.md", "An unreadable path stops the startup", "NoPermission_RequiredOrOptionalOrSnapshotFile_Throws")]
    [DataRow("docs/security.md", "which only its owner can read", "Write_New_OnlyTheOwnerMayReadAndWrite")]
    [DataRow("docs/security.md", "A delegate, called for each connection, can supply passwords", "Load_IdentityFromAProvider_IsThatOfTheConnection")]
    [DataRow("docs/testing.md", "The call is one transaction, so it is one reload", "Set_Several_IsOneReload")]
    [DataRow("docs/integrations.md", "Tests run all of them", "KestrelEndpoint_OfAZnode_IsFollowed")]
    [DataRow("docs/integrations.md", "a nightly test publishes an application in each of these ways", "Publish_EachWay_LoadsAndFollows")]
    [DataRow("docs/operating.md", "It contains names of keys and paths, but no values", "Run_WholeLife_NoValueIsDisclosed")]
    [DataRow("docs/operating.md", "while the configuration is stale", "Check_ServerAway_IsDegradedUntilItIsBack")]
    [DataRow("docs/operating.md", "the latest reload is rejected. The result includes the reason", "Check_Rejected_HasTheChosenStatusAndTheReasonUntilHealed")]
    [DataRow("docs/operating.md", "support OpenTelemetry", "Metrics_OfALife_AreCollectedWithTheirPaths")]
    [DataRow("docs/operating.md", "Readers see all writes of one transaction as one state", "Multi_TwoZnodes_IsOneReload")]
    [DataRow("docs/operating.md", "it keeps the last good configuration and does not throw", "Reload_ServerAway_ReturnsWithinTimeoutAndKeepsValues")]
    [DataRow("docs/operating.md", "is detected, logged as critical, and everything is read again",
        "Ensemble_WipedAndWrittenPastTheOldZxid_NewStateArrivesAndIsToldOnce")]
    [DataRow("docs/operating.md", "the source keeps its last good configuration until one of them exists again", "Wipe_LooksEmpty_KeepsLastGoodUntilFilledAgain")]
    [DataRow(Readme, "with fencing tokens, honest deadlines and visible queues", "Acquire_SeveralWait_AreServedInTheirOrderWithRisingFences")]
    [DataRow(Readme, "with fencing tokens, honest deadlines and visible queues", "Handle_ConnectionLost_IsHeldUntilTheDeadlineAndLostBeforeTheSessionCanExpire")]
    [DataRow(Readme, "with fencing tokens, honest deadlines and visible queues", "Inspect_HolderAndWaiter_TellsWhoTheyAre")]
    [DataRow("docs/coordination.md", "only if each sees the znodes of the other one", "Table_EachRow_IsWhatHappens")]
    [DataRow("docs/coordination.md", "A candidate of this library that finds the other kind throws", "Campaign_CandidateOfTheOtherLayout_Throws")]
    [DataRow("docs/coordination/locks.md", "the call joins the queue again in the next session", "Acquire_SessionExpiresWhileWaiting_JoinsAgainInTheNextSession")]
    [DataRow("docs/coordination/locks.md", "returns null at once, and writes nothing", "TryAcquire_Taken_ReadsOnceAndWritesNothing")]
    [DataRow("docs/coordination/locks.md", "a client refuses more than `MaxEphemeralBytes`", "TooManyOwnersInOneSession_AreRefusedWithTheReason")]
    [DataRow("docs/coordination/read-write-locks.md", "No other writer gets the lock in between, and the fencing token stays",
        "Downgrade_WriterAndReadersWait_ReadersEnterAndNoWriterIsBetween")]
    [DataRow("docs/coordination/semaphores.md", "its call throws `InvalidOperationException`", "Acquire_OtherProcessDisagrees_IsAnErrorThatNamesBothAndLeavesNothing")]
    [DataRow("docs/coordination/elections.md", "the next leader never starts while the work still runs", "Stop_Leader_CancelsAwaitsThenResignsBeforeOtherServicesStop")]
    [DataRow("docs/coordination/promises.md", "throws `OwnershipLostException` and writes nothing", "Commit_LockWasLost_WritesNothing")]
    [DataRow("docs/coordination/promises.md", "before the server can expire the session", "ConnectionLostLate_IsNotHeldForAnotherWholeTimeout")]
    [DataRow("docs/coordination/promises.md", "it starts again when the path is deleted", "PathDeletedByAnother_LeavesNobodyStuckAndFencesRise")]
    [DataRow("docs/coordination/hosting.md", "If one is registered before, it is used instead", "Client_RegisteredBefore_IsUsedAndStaysTheCallers")]
    [DataRow("docs/migrating.md", "ConfigZk can read it in place", "TreeOfSpring_LayersAndNames_AreReadWhereTheyAre")]
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
