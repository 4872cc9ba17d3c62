import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.apache.curator.x.discovery.ServiceCache;
import org.apache.curator.x.discovery.ServiceDiscovery;
import org.apache.curator.x.discovery.ServiceDiscoveryBuilder;
import org.apache.curator.x.discovery.details.ServiceCacheListener;

/** Apache Curator's cache of the instances of one service, with the commands of Discovery/DiscoveryCommand.cs. */
public final class CuratorServiceCache {
  private static final String SERVICE = "orders";

  private static String servers;
  private static String root;

  public static void main(String[] args) throws Exception {
    servers = args[0];
    root = args[1];
    Seen seen = new Seen();
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      int count = Integer.parseInt(words[1]);
      double answer = switch (words[0]) {
        case "load" -> load(count);
        case "follow" -> {
          follow(client(), seen);
          yield seen.until(count);
        }
        case "seen" -> seen.until(count);
        default -> throw new IllegalArgumentException(words[0]);
      };
      System.out.println(String.format(Locale.ROOT, "%.3f", answer));
    }
    System.exit(0);
  }

  private static CuratorFramework client() {
    CuratorFramework client = CuratorFrameworkFactory.newClient(servers, 15_000, 15_000, new ExponentialBackoffRetry(100, 3));
    client.start();
    return client;
  }

  private static double load(int count) throws Exception {
    long started = System.nanoTime();
    Seen seen = new Seen();
    try (CuratorFramework client = client(); ServiceCache<Void> cache = follow(client, seen)) {
      seen.until(count);
      return (System.nanoTime() - started) / 1e6;
    }
  }

  private static ServiceCache<Void> follow(CuratorFramework client, Seen seen) throws Exception {
    ServiceDiscovery<Void> discovery = ServiceDiscoveryBuilder.builder(Void.class).client(client).basePath(root).build();
    ServiceCache<Void> cache = discovery.serviceCacheBuilder().name(SERVICE).build();
    Supplier<Integer> count = () -> cache.getInstances().size();
    cache.addListener(new ServiceCacheListener() {
      @Override
      public void cacheChanged() {
        seen.set(count.get());
      }

      @Override
      public void stateChanged(CuratorFramework source, ConnectionState state) {
      }
    });
    cache.start(); // returns when it has read all instances
    seen.set(count.get());
    return cache;
  }

  /** How many instances this process sees now, and since when. */
  private static final class Seen {
    private int last = -1;
    private long at;

    synchronized void set(int count) {
      if (count != last) {
        last = count;
        at = System.nanoTime();
        notifyAll();
      }
    }

    synchronized double until(int count) throws InterruptedException {
      while (last != count) {
        wait();
      }
      return at;
    }
  }
}
