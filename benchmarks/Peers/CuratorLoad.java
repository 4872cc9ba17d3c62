import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.apache.curator.framework.recipes.cache.TreeCache;
import org.apache.curator.framework.recipes.cache.TreeCacheEvent;
import org.apache.curator.retry.ExponentialBackoffRetry;

/**
 * Loads a tree by one of Curator's caches, once for each line that it reads: from before the connecting until the cache is initialized. Prints the
 * milliseconds, the number of keys and the checksum that Reporting/Fingerprint.cs defines. What is not the load is not in its time: checking, closing.
 */
@SuppressWarnings("deprecation") // TreeCache, which many still use
public final class CuratorLoad {
  private static String root;

  public static void main(String[] args) throws Exception {
    String servers = args[1];
    root = args[2];
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    while (lines.readLine() != null) {
      if (args[0].equals("CuratorCache")) {
        loadCuratorCache(servers);
      } else {
        loadTreeCache(servers);
      }
    }
  }

  private static void loadCuratorCache(String servers) throws Exception {
    long started = System.nanoTime();
    try (CuratorFramework client = start(servers); CuratorCache cache = CuratorCache.build(client, root)) {
      CountDownLatch initialized = new CountDownLatch(1);
      cache.listenable().addListener(CuratorCacheListener.builder().forInitialized(initialized::countDown).build());
      cache.start();
      initialized.await();
      long time = System.nanoTime() - started;
      Map<String, byte[]> values = new HashMap<>();
      cache.stream().forEach(znode -> values.put(znode.getPath(), znode.getData()));
      print(time, values);
    }
  }

  private static void loadTreeCache(String servers) throws Exception {
    long started = System.nanoTime();
    try (CuratorFramework client = start(servers); TreeCache cache = TreeCache.newBuilder(client, root).build()) {
      CountDownLatch initialized = new CountDownLatch(1);
      cache.getListenable().addListener((framework, event) -> {
        if (event.getType() == TreeCacheEvent.Type.INITIALIZED) {
          initialized.countDown();
        }
      });
      cache.start();
      initialized.await();
      long time = System.nanoTime() - started;
      Map<String, byte[]> values = new HashMap<>();
      ArrayDeque<String> paths = new ArrayDeque<>();
      paths.add(root);
      while (!paths.isEmpty()) {
        cache.getCurrentChildren(paths.remove()).values().forEach(znode -> {
          values.put(znode.getPath(), znode.getData());
          paths.add(znode.getPath());
        });
      }
      print(time, values);
    }
  }

  private static CuratorFramework start(String servers) {
    CuratorFramework client = CuratorFrameworkFactory.newClient(servers, new ExponentialBackoffRetry(100, 3));
    client.start();
    return client;
  }

  private static void print(long nanoseconds, Map<String, byte[]> values) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    long keys = 0;
    long sum = 0;
    for (Map.Entry<String, byte[]> value : values.entrySet()) {
      if (!value.getKey().equals(root) && value.getValue() != null && value.getValue().length > 0) {
        sha.update((value.getKey().substring(root.length() + 1) + "=").getBytes(StandardCharsets.UTF_8));
        sum += ByteBuffer.wrap(sha.digest(value.getValue())).getLong();
        keys++;
      }
    }
    System.out.println(nanoseconds / 1e6 + " " + keys + " " + Long.toUnsignedString(sum));
  }
}
