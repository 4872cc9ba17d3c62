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
import org.apache.curator.framework.recipes.atomic.DistributedAtomicLong;
import org.apache.curator.framework.recipes.barriers.DistributedDoubleBarrier;
import org.apache.curator.framework.recipes.queue.DistributedQueue;
import org.apache.curator.framework.recipes.queue.QueueBuilder;
import org.apache.curator.framework.recipes.queue.QueueConsumer;
import org.apache.curator.framework.recipes.queue.QueueSerializer;
import org.apache.curator.framework.recipes.queue.SimpleDistributedQueue;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.ExponentialBackoffRetry;

/**
 * Apache Curator's queues, counter and double barrier, with the commands of Recipes/RecipeCommand.cs. Items are enqueued in a SimpleDistributedQueue, and taken from a
 * DistributedQueue with a lock path, which gives an item of a dead consumer to another one.
 */
public final class CuratorRecipes {
  private static final int PATIENCE_SECONDS = 10;
  private static final byte[] ITEM = new byte[64];
  private static final List<CuratorFramework> CLIENTS = new ArrayList<>();
  private static String servers;
  private static String path;
  private static int timeout;
  private static int round;

  public static void main(String[] args) throws Exception {
    servers = args[0];
    path = args[1];
    timeout = Integer.parseInt(args[2]);
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      int[] numbers = Arrays.stream(words).skip(1).mapToInt(Integer::parseInt).toArray();
      double answer = switch (words[0]) {
        case "enqueue" -> enqueue(numbers[0], numbers[1]);
        case "fill" -> fill(numbers[0], numbers[1]);
        case "consume" -> consume(numbers[0], numbers[1], numbers[2]);
        case "count" -> count(numbers[0], numbers[1]);
        case "pass" -> pass(numbers[0], numbers[1]);
        default -> throw new IllegalArgumentException(words[0]);
      };
      System.out.println(String.format(Locale.ROOT, "%.3f", answer));
    }
    System.exit(0);
  }

  private static List<CuratorFramework> clients(int count) throws Exception {
    while (CLIENTS.size() < count) {
      CuratorFramework client = CuratorFrameworkFactory.newClient(servers, timeout, 15_000, new ExponentialBackoffRetry(100, 3));
      client.start();
      client.blockUntilConnected();
      CLIENTS.add(client);
    }
    return CLIENTS.subList(0, count);
  }

  private static double enqueue(int count, int number) throws Exception {
    SimpleDistributedQueue queue = new SimpleDistributedQueue(clients(1).get(0), path + "/" + number);
    long started = System.nanoTime();
    for (int i = 0; i < count; i++) {
      queue.offer(ITEM);
    }
    return (System.nanoTime() - started) / 1e3 / count;
  }

  private static double fill(int count, int number) throws Exception {
    try (DistributedQueue<byte[]> queue = QueueBuilder.builder(clients(1).get(0), null, new Bytes(), path + "/" + number).buildQueue()) {
      queue.start();
      for (int i = 0; i < count; i++) {
        queue.put(ITEM);
      }
      queue.flushPuts(5, TimeUnit.MINUTES);
    }
    return count;
  }

  private static double consume(int consumers, int count, int number) throws Exception {
    CountDownLatch left = new CountDownLatch(count);
    List<DistributedQueue<byte[]>> queues = new ArrayList<>();
    for (CuratorFramework client : clients(consumers)) {
      queues.add(QueueBuilder.builder(client, new Consumer(left), new Bytes(), path + "/" + number).lockPath(path + "/" + number + "-locks").buildQueue());
    }
    long started = System.nanoTime();
    for (DistributedQueue<byte[]> queue : queues) {
      queue.start();
    }
    left.await();
    double elapsed = (System.nanoTime() - started) / 1e3 / count;
    for (DistributedQueue<byte[]> queue : queues) {
      queue.close();
    }
    return elapsed;
  }

  private static double count(int connections, int count) throws Exception {
    return run(clients(connections), client -> {
      DistributedAtomicLong counter = new DistributedAtomicLong(client, path, new ExponentialBackoffRetry(10, 20));
      for (int i = 0; i < count / connections; i++) {
        while (!counter.increment().succeeded()) {}
      }
    }) / (count / connections * connections);
  }

  // A new path for each round: a participant that comes back soon can find the end of the round before.
  private static double pass(int participants, int rounds) throws Exception {
    int first = round;
    round += rounds;
    return run(clients(participants), client -> {
      for (int i = first; i < first + rounds; i++) {
        DistributedDoubleBarrier barrier = new DistributedDoubleBarrier(client, path + "-" + participants + "/" + i, participants);
        // Sometimes participants wait for ever, though all others are there.
        barrier.enter(PATIENCE_SECONDS, TimeUnit.SECONDS);
        barrier.leave(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    }) / rounds;
  }

  private interface Work {
    void run(CuratorFramework client) throws Exception;
  }

  private static double run(List<CuratorFramework> clients, Work work) throws Exception {
    List<Thread> threads = new ArrayList<>();
    long started = System.nanoTime();
    for (CuratorFramework client : clients) {
      Thread thread = new Thread(() -> {
        try {
          work.run(client);
        } catch (Exception e) {
          e.printStackTrace();
          System.exit(1);
        }
      });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return (System.nanoTime() - started) / 1e3;
  }

  private static final class Bytes implements QueueSerializer<byte[]> {
    @Override
    public byte[] serialize(byte[] item) {
      return item;
    }

    @Override
    public byte[] deserialize(byte[] bytes) {
      return bytes;
    }
  }

  private static final class Consumer implements QueueConsumer<byte[]> {
    private final CountDownLatch left;

    Consumer(CountDownLatch left) {
      this.left = left;
    }

    @Override
    public void consumeMessage(byte[] message) {
      left.countDown();
    }

    @Override
    public void stateChanged(CuratorFramework client, ConnectionState state) {}
  }
}
