import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.retry.ExponentialBackoffRetry;

/** Apache Curator's locks and elections, with the commands of Locks/LockCommand.cs. */
public final class CuratorLocks {
  private static final int QUEUE_SESSIONS = 10;

  private static final List<CuratorFramework> CLIENTS = new ArrayList<>();
  private static String servers;
  private static String path;
  private static int timeout;
  private static CountDownLatch release;
  private static CountDownLatch passed;
  private static LeaderLatch latch;

  public static void main(String[] args) throws Exception {
    servers = args[0];
    path = args[1];
    timeout = Integer.parseInt(args[2]);
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      int[] numbers = Arrays.stream(words).skip(1).mapToInt(Integer::parseInt).toArray();
      double[] answer = switch (words[0]) {
        case "free" -> free(numbers[0]);
        case "try" -> tryTaken(numbers[0]);
        case "contend" -> contend(numbers[0], numbers[1]);
        case "queue" -> queue(numbers[0]);
        case "drain" -> drain();
        case "lead" -> lead();
        case "resign" -> resign();
        default -> throw new IllegalArgumentException(words[0]);
      };
      StringBuilder text = new StringBuilder();
      for (double value : answer) {
        text.append(String.format(Locale.ROOT, "%.3f ", value));
      }
      System.out.println(text.toString().trim());
    }
    System.exit(0);
  }

  private static synchronized CuratorFramework client(int index) throws Exception {
    while (CLIENTS.size() <= index) {
      CuratorFramework client = CuratorFrameworkFactory.newClient(servers, timeout, 15_000, new ExponentialBackoffRetry(100, 3));
      client.start();
      client.blockUntilConnected();
      CLIENTS.add(client);
    }
    return CLIENTS.get(index);
  }

  private static double[] free(int count) throws Exception {
    InterProcessMutex mutex = new InterProcessMutex(client(0), path);
    long started = System.nanoTime();
    for (int i = 0; i < count; i++) {
      mutex.acquire();
      mutex.release();
    }
    return new double[] {(System.nanoTime() - started) / 1e3 / count};
  }

  private static double[] tryTaken(int count) throws Exception {
    InterProcessMutex mutex = new InterProcessMutex(client(0), path);
    long started = System.nanoTime();
    for (int i = 0; i < count; i++) {
      if (mutex.acquire(0, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("The lock is held by another.");
      }
    }
    return new double[] {(System.nanoTime() - started) / 1e3 / count};
  }

  private static double[] contend(int connections, int handOvers) throws Exception {
    client(connections - 1);
    long[] grants = new long[handOvers / connections * connections];
    int[] next = {0};
    long started = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int c = 0; c < connections; c++) {
      CuratorFramework client = client(c);
      threads.add(start(() -> {
        InterProcessMutex mutex = new InterProcessMutex(client, path);
        for (int i = 0; i < handOvers / connections; i++) {
          mutex.acquire();
          synchronized (next) {
            grants[next[0]++] = System.nanoTime();
          }
          mutex.release();
        }
        return null;
      }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double mean = (System.nanoTime() - started) / 1e3 / next[0];
    double[] gaps = new double[next[0] - 1];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = (grants[i + 1] - grants[i]) / 1e3;
    }
    Arrays.sort(gaps);
    return new double[] {mean, gaps[Math.min(gaps.length * 99 / 100, gaps.length - 1)]};
  }

  private static double[] queue(int waiters) throws Exception {
    client(QUEUE_SESSIONS - 1);
    CountDownLatch held = new CountDownLatch(1);
    release = new CountDownLatch(1);
    passed = new CountDownLatch(waiters);
    start(() -> {
      InterProcessMutex mutex = new InterProcessMutex(client(0), path);
      mutex.acquire();
      held.countDown();
      release.await();
      mutex.release();
      return null;
    });
    held.await();
    for (int i = 0; i < waiters; i++) {
      CuratorFramework client = client(i % QUEUE_SESSIONS);
      start(() -> {
        InterProcessMutex mutex = new InterProcessMutex(client, path);
        mutex.acquire();
        mutex.release();
        passed.countDown();
        return null;
      });
    }
    return new double[] {waiters};
  }

  private static double[] drain() throws Exception {
    double waiters = passed.getCount();
    long started = System.nanoTime();
    release.countDown();
    passed.await();
    return new double[] {(System.nanoTime() - started) / 1e3 / waiters};
  }

  private static double[] lead() throws Exception {
    latch = new LeaderLatch(client(0), path);
    latch.start();
    latch.await();
    return new double[] {1};
  }

  private static double[] resign() throws Exception {
    latch.close();
    return new double[] {0};
  }

  private static Thread start(java.util.concurrent.Callable<Void> work) {
    Thread thread = new Thread(() -> {
      try {
        work.call();
      } catch (Exception e) {
        e.printStackTrace();
        System.exit(1);
      }
    });
    thread.start();
    return thread;
  }
}
