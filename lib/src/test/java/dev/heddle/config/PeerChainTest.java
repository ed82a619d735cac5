package dev.heddle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.support.TestCerts;
import dev.heddle.support.TestCerts.KeyType;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A chain is what it was made of, whatever becomes of that, and knows its own length. */
class PeerChainTest {

  private final X509Certificate one = TestCerts.localhost(KeyType.EC_P256).certificate();
  private final X509Certificate other = TestCerts.localhost(KeyType.RSA_2048).certificate();

  @Test
  void isACopyThatNobodyChanges() throws Exception {
    List<X509Certificate> list = new ArrayList<>(List.of(one));
    PeerChain chain = PeerChain.of(list);
    assertEquals(one.getEncoded().length, chain.bytes());
    list.add(other);
    assertEquals(List.of(one), chain);
    assertThrows(UnsupportedOperationException.class, () -> chain.add(other));
    assertThrows(UnsupportedOperationException.class, () -> chain.set(0, other));
    assertThrows(UnsupportedOperationException.class, () -> chain.remove(0));
  }

  @Test
  void eachKnowsItsOwnLength() throws Exception {
    PeerChain both = PeerChain.of(List.of(one, other));
    for (int i = 0; i < 2; i++) {
      assertEquals(one.getEncoded().length + other.getEncoded().length, both.bytes());
      assertEquals(one.getEncoded().length, PeerChain.of(List.of(one)).bytes());
      assertEquals(other.getEncoded().length, PeerChain.of(List.of(other)).bytes());
      assertEquals(0, PeerChain.of(List.of()).bytes());
    }
  }

  @Test
  void sessionsThatComeOfOneAnotherShareIt() {
    SessionValues first = SessionSamples.tls12(List.of(one));
    SessionValues second = SessionSamples.tls12(first.peerChain());
    assertSame(first.peerChain(), second.peerChain());
    assertNotSame(first.peerChain(), SessionSamples.tls12(List.of(one)).peerChain());
  }
}
