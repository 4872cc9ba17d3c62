using System.Reflection;
using Configuration.ZooKeeper.Tests.Reloading;
using Configuration.ZooKeeper.Tests.Lifetime;
using Configuration.ZooKeeper.Tests.Mapping;
using Configuration.ZooKeeper.Tests.Starting;

namespace Configuration.ZooKeeper.Tests.Promises;

/// <summary>
/// What providers of configuration from ZooKeeper are known to get wrong, as what must hold instead, each with the test that proves it. The tests stand where
/// they belong; this list keeps any of them from being lost.
/// </summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class PromisesTests
{
    [TestMethod]
    [DataRow("Reload() returns", typeof(ManualReloadTests), nameof(ManualReloadTests.Reload_AfterWrite_ReturnsWithTheNewValue))]
    [DataRow("Quick deletions do not end the process", typeof(ChangesTests), nameof(ChangesTests.CreateDelete_FourHundredQuickPairs_NeitherCrashNorWedge))]
    [DataRow("Sections created later appear, however deep", typeof(ChangesTests), nameof(ChangesTests.Create_NestedSectionLater_AppearsAndIsFollowed))]
    [DataRow("The path / is a path", typeof(RootPathTests), nameof(RootPathTests.Load_Root_MapsAllButZooKeepersOwn))]
    [DataRow("Keys have no case", typeof(ZnodesToKeysTests), nameof(ZnodesToKeysTests.Get_AnyCase_FindsValue))]
    [DataRow("No callback sees half of a multi", typeof(WholeTransactionTests), nameof(WholeTransactionTests.Multi_TwelveKeys_NoCallbackSeesPartOfIt))]
    [DataRow("Options are current after the session has expired", typeof(ReconnectTests), nameof(ReconnectTests.SessionExpiry_OptionsMonitor_Follows))]
    [DataRow("A missing root is a clear error", typeof(LoadFailureTests), nameof(LoadFailureTests.Load_MissingRoot_SaysWhatToDo))]
    [DataRow("A missing root of an optional source is watched", typeof(OptionalTests), nameof(OptionalTests.Load_RootMissing_StartsEmptyAndPicksItUp))]
    [DataRow("An unreachable server is a clear error", typeof(LoadFailureTests), nameof(LoadFailureTests.Load_RefusedConnection_NamesServerAndPath))]
    [DataRow("The first event is not lost", typeof(ChangesTests), nameof(ChangesTests.Change_WhileLoading_IsNotLost))]
    [DataRow("What may not be read is reported", typeof(UnreadableTests), nameof(UnreadableTests.Load_SubtreeUnreadable_IsLeftOutAndReportedByPath))]
    [DataRow("The first change removes no key", typeof(LastGoodValuesTests), nameof(LastGoodValuesTests.Set_FirstChange_NoKeyIsEverNull))]
    [DataRow("A znode without data is no error", typeof(ZnodesToKeysTests), nameof(ZnodesToKeysTests.Load_NullData_MakesNoKey))]
    [DataRow("Change tokens fire", typeof(ChangesTests), nameof(ChangesTests.Set_ValueChanges_TokenFiresOnceWithNewValue))]
    [DataRow("A reload hides no key from a reader", typeof(HotReaderTests), nameof(HotReaderTests.Read_WhileOthersChange_IsNeverNull))]
    [DataRow("A failure in the middle of a reload costs no key", typeof(LastGoodValuesTests),
        nameof(LastGoodValuesTests.Reload_ConnectionBreaksInTheMiddle_KeepsEveryKey))]
    [DataRow("A burst of writes makes few reloads", typeof(MinReloadIntervalTests),
        nameof(MinReloadIntervalTests.Burst_OfThousandWrites_MakesFewReloadsAndLosesNotTheLast))]
    [DataRow("Reconnects go on", typeof(ReconnectTests), nameof(ReconnectTests.DropConnections_SeveralTimes_EachTimeFollowedAgain))]
    [DataRow("Nothing is printed", typeof(ConsoleTests), nameof(ConsoleTests.Run_WholeLife_PrintsNothing))]
    [DataRow("Set never writes to ZooKeeper", typeof(ChangesTests), nameof(ChangesTests.Set_ThroughConfiguration_StaysInProcessUntilNextReload))]
    public void Promise_IsProvedByATestThatRuns(string promise, Type tests, string name)
    {
        var method = tests.GetMethod(name)!;

        Assert.IsTrue(tests.IsDefined(typeof(TestClassAttribute)) && method.IsDefined(typeof(TestMethodAttribute)), promise);
        Assert.IsFalse(tests.IsDefined(typeof(IgnoreAttribute)) || method.IsDefined(typeof(IgnoreAttribute)), promise);
    }
}
