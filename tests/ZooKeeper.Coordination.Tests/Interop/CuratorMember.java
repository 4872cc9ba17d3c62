import java.util.Map;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.nodes.GroupMember;
import org.apache.curator.retry.ExponentialBackoffRetry;

/** Joins a group with Apache Curator's GroupMember. When it sees the member with the id and data that it is given, it says so as its own data. Leaves when its input ends. */
public final class CuratorMember {
  public static void main(String[] args) throws Exception {
    try (CuratorFramework client = CuratorFrameworkFactory.newClient(args[0], new ExponentialBackoffRetry(100, 10));
        GroupMember member = new GroupMember(client, args[1], "curator", "alone".getBytes())) {
      client.start();
      member.start();
      while (!sees(member.getCurrentMembers(), args[2], args[3])) {
        Thread.sleep(20);
      }
      member.setThisData("together".getBytes());
      System.in.read();
    }
  }

  private static boolean sees(Map<String, byte[]> members, String id, String data) {
    return members.containsKey(id) && new String(members.get(id)).equals(data);
  }
}
