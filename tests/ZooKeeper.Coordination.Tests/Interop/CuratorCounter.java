import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicLong;
import org.apache.curator.framework.recipes.shared.SharedCount;
import org.apache.curator.retry.ExponentialBackoffRetry;

/** Increments a DistributedAtomicLong and a SharedCount of Apache Curator a number of times. */
public final class CuratorCounter {
  public static void main(String[] args) throws Exception {
    ExponentialBackoffRetry retry = new ExponentialBackoffRetry(100, 10);
    try (CuratorFramework client = CuratorFrameworkFactory.newClient(args[0], retry)) {
      client.start();
      DistributedAtomicLong big = new DistributedAtomicLong(client, args[1], retry);
      try (SharedCount small = new SharedCount(client, args[2], 0)) {
        small.start();
        for (int i = 0; i < Integer.parseInt(args[3]); i++) {
          while (!big.increment().succeeded()) {}
          while (!small.trySetCount(small.getVersionedValue(), small.getCount() + 1)) {}
        }
      }
    }
  }
}
