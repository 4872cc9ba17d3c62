package org.springframework.cloud.zookeeper.discovery;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.apache.curator.x.discovery.ServiceDiscovery;
import org.apache.curator.x.discovery.ServiceDiscoveryBuilder;
import org.apache.curator.x.discovery.ServiceInstance;
import org.apache.curator.x.discovery.ServiceInstanceBuilder;
import org.apache.curator.x.discovery.UriSpec;

/**
 * Registers an instance, or finds one, with Apache Curator's x-discovery and the payload of Spring Cloud Zookeeper. The class of that payload is below, with Spring's
 * name and properties, because the name is in the data.
 */
public final class CuratorDiscovery {
  private static final String ROOT = "/services";

  public static void main(String[] args) throws Exception {
    Thread.currentThread().setContextClassLoader(CuratorDiscovery.class.getClassLoader()); // Jackson looks for the class of the payload there
    try (CuratorFramework client = CuratorFrameworkFactory.newClient(args[1], new ExponentialBackoffRetry(100, 10))) {
      client.start();
      switch (args[0]) {
        case "register-spring" -> register(client, ZookeeperInstance.class, args[2], args[3], new ZookeeperInstance(args[3], args[2], Map.of("instance_status", "UP")));
        case "register-plain" -> register(client, Void.class, args[2], args[3], null);
        case "find-spring" -> find(client, ZookeeperInstance.class, args[2], args[3]);
        case "find-plain" -> find(client, Void.class, args[2], args[3]);
        default -> throw new IllegalArgumentException(args[0]);
      }
    }
  }

  private static <T> void register(CuratorFramework client, Class<T> type, String name, String id, T payload) throws Exception {
    ServiceInstanceBuilder<T> builder = ServiceInstance.<T>builder().name(name).id(id).address("10.0.0.7").port(8080)
        .uriSpec(new UriSpec("{scheme}://{address}:{port}"));
    ServiceInstance<T> instance = (payload == null ? builder : builder.payload(payload)).build();
    try (ServiceDiscovery<T> discovery = ServiceDiscoveryBuilder.builder(type).client(client).basePath(ROOT).thisInstance(instance).build()) {
      discovery.start();
      System.in.read();
    }
  }

  private static <T> void find(CuratorFramework client, Class<T> type, String name, String id) throws Exception {
    try (ServiceDiscovery<T> discovery = ServiceDiscoveryBuilder.builder(type).client(client).basePath(ROOT).build()) {
      discovery.start();
      ServiceInstance<T> found;
      while ((found = discovery.queryForInstance(name, id)) == null) {
        Thread.sleep(20);
      }
      T payload = found.getPayload();
      System.out.println(found.buildUriSpec() + " " + found.isEnabled() + " " + (payload instanceof ZookeeperInstance spring ? spring.getMetadata() : payload));
    }
  }
}

class ZookeeperInstance {
  private String id;
  private String name;
  private Map<String, String> metadata;

  ZookeeperInstance() {
  }

  ZookeeperInstance(String id, String name, Map<String, String> metadata) {
    this.id = id;
    this.name = name;
    this.metadata = metadata;
  }

  public String getId() {
    return id;
  }

  public String getName() {
    return name;
  }

  public Map<String, String> getMetadata() {
    return metadata;
  }

  public void setId(String value) {
    id = value;
  }

  public void setName(String value) {
    name = value;
  }

  public void setMetadata(Map<String, String> value) {
    metadata = value;
  }
}
