import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.queue.SimpleDistributedQueue;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.apache.zookeeper.KeeperException;

/**
 * Uses a SimpleDistributedQueue of Apache Curator. With "offer" it enqueues a number of items, with "take" it takes them in order, and with "steal" it tries to take the
 * first one, which another consumer has.
 */
public final class CuratorQueue {
  public static void main(String[] args) throws Exception {
    try (CuratorFramework client = CuratorFrameworkFactory.newClient(args[1], new ExponentialBackoffRetry(100, 10))) {
      client.start();
      SimpleDistributedQueue queue = new SimpleDistributedQueue(client, args[2]);
      switch (args[0]) {
        case "offer" -> {
          for (int i = 0; i < Integer.parseInt(args[3]); i++) {
            queue.offer(Integer.toString(i).getBytes());
          }
        }
        case "take" -> {
          for (int i = 0; i < Integer.parseInt(args[3]); i++) {
            demand(new String(queue.take()).equals(Integer.toString(i)), "not item " + i);
          }
          demand(queue.poll() == null, "more items");
        }
        case "steal" -> {
          try {
            queue.take();
            demand(false, "taken");
          } catch (KeeperException.NotEmptyException e) {
            // The claim is below the item.
          }
        }
        default -> throw new IllegalArgumentException(args[0]);
      }
    }
  }

  private static void demand(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalStateException(otherwise);
    }
  }
}
