import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.barriers.DistributedBarrier;
import org.apache.curator.retry.ExponentialBackoffRetry;

/** Sets a barrier with Apache Curator's DistributedBarrier, waits at another one, and removes the first. */
public final class CuratorBarrier {
  public static void main(String[] args) throws Exception {
    try (CuratorFramework client = CuratorFrameworkFactory.newClient(args[0], new ExponentialBackoffRetry(100, 10))) {
      client.start();
      DistributedBarrier own = new DistributedBarrier(client, args[2]);
      own.setBarrier();
      new DistributedBarrier(client, args[1]).waitOnBarrier();
      own.removeBarrier();
    }
  }
}
