package dev.heddle.bio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.text.Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptBioTest {
  private final byte[] buf = new byte[10];

  @Test
  void listensThenAcceptsThenTransports() throws IOException {
    try (AcceptBio bio = AcceptBio.on("127.0.0.1:0")) {
      assertNull(bio.localAddress());
      assertNull(bio.peer());
      assertEquals(1, bio.doAccept(), "the first listens");
      try (SocketChannel client = SocketChannel.open(bio.localAddress())) {
        assertNull(bio.channel());
        assertEquals(1, bio.doAccept(), "the second accepts");
        assertEquals(1, bio.doAccept(), "there is one");
        client.write(ByteBuffer.wrap(Loopback.bytes("abc")));
        assertEquals(3, bio.read(buf, 0, 10));
        assertEquals(2, bio.write(buf, 0, 2));
        assertEquals(2, client.read(ByteBuffer.allocate(10)));
        assertEquals(Address.text(client.getLocalAddress()), bio.peer());
        assertTrue(bio.isBlocking());
        assertTrue(bio.setNbio(true));
        assertEquals(-1, bio.read(buf, 0, 10));
        assertTrue(bio.shouldRead());
        assertFalse(bio.isBlocking());
        assertTrue(Nagle.setTcpNoDelay(bio, true));
        assertTrue(bio.flush());
      }
    }
  }

  @Test
  void readAcceptsFirst() throws Exception {
    try (AcceptBio bio = AcceptBio.on(new InetSocketAddress("127.0.0.1", 0))) {
      Stuck reader = Stuck.start(true, () -> bio.read(buf, 0, 10));
      Stuck.await(() -> bio.localAddress() != null && bio.localAddress().getPort() > 0);
      try (SocketChannel client = SocketChannel.open(bio.localAddress())) {
        client.write(ByteBuffer.wrap(Loopback.bytes("abc")));
        assertEquals(3, reader.result());
      }
    }
  }

  @Test
  void nonBlockingAsksForAConnection() throws IOException {
    try (AcceptBio bio = AcceptBio.on("127.0.0.1:0");
        Selector selector = Selector.open()) {
      assertTrue(bio.setNbioAccept(true));
      assertTrue(bio.setNbio(true));
      assertFalse(bio.isBlocking());
      assertEquals(1, bio.doAccept());
      assertEquals(-1, bio.doAccept());
      assertEquals(Bio.Retry.ACCEPT, bio.lastRetry());
      assertEquals(-1, bio.read(buf, 0, 1));
      assertEquals(Bio.Retry.ACCEPT, bio.readRetry());
      assertTrue(bio.shouldIoSpecial());
      assertEquals(-1, bio.write(buf, 0, 1));
      assertEquals(Bio.Retry.ACCEPT, bio.writeRetry());
      bio.listener().register(selector, SelectionKey.OP_ACCEPT);
      try (SocketChannel client = SocketChannel.open(bio.localAddress())) {
        selector.select();
        assertEquals(1, bio.doAccept());
        assertFalse(bio.shouldRetry());
        assertEquals(-1, bio.read(buf, 0, 1));
        assertEquals(Bio.Retry.READ, bio.readRetry());
        assertTrue(client.isConnected());
      }
    }
  }

  @Test
  void poppedConnectionIsTheCallers() throws IOException {
    AcceptBio bio = AcceptBio.on("127.0.0.1:0");
    bio.doAccept();
    assertNull(bio.pop());
    try (SocketChannel one = SocketChannel.open(bio.localAddress());
        SocketChannel two = SocketChannel.open(bio.localAddress())) {
      bio.doAccept();
      try (ChannelBio first = bio.pop()) {
        assertNotNull(first);
        assertEquals(1, bio.doAccept(), "the next one");
        assertEquals(Address.text(two.getLocalAddress()), bio.peer());
        bio.close();
        assertEquals(1, first.write(buf, 0, 1));
        assertEquals(1, one.read(ByteBuffer.allocate(1)));
        assertEquals(-1, two.read(ByteBuffer.allocate(1)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true,true", "true,false", "false,true", "false,false"})
  void closeAndAbortFreeAStuckAccept(boolean virtual, boolean abort) throws Exception {
    AcceptBio bio = AcceptBio.on("127.0.0.1:0");
    bio.doAccept();
    Stuck accept = Stuck.in(virtual, bio::doAccept);
    Stuck waiting = Stuck.in(virtual, () -> bio.write(buf, 0, 1));
    long begun = System.nanoTime();
    if (abort) {
      bio.abort();
    } else {
      bio.close();
    }
    long freed = Math.max(accept.freedAfter(begun), waiting.freedAfter(begun));
    assertInstanceOf(IOException.class, accept.failure());
    assertInstanceOf(IOException.class, waiting.failure());
    assertTrue(freed < 1000, "freed after " + freed + " ms");
    assertThrows(IOException.class, bio::doAccept);
    assertFalse(bio.setNbioAccept(true));
  }

  @Test
  void addressInUseIsNamed() throws IOException {
    try (AcceptBio first = AcceptBio.on("127.0.0.1:0")) {
      first.doAccept();
      try (AcceptBio second = AcceptBio.on(first.localAddress())) {
        Exception e = assertThrows(IOException.class, second::doAccept);
        String text = "cannot listen on 127.0.0.1:" + first.localAddress().getPort() + ": ";
        assertTrue(e.getMessage().startsWith(text), e.getMessage());
      }
    }
  }
}
