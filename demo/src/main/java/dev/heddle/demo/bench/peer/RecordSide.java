package dev.heddle.demo.bench.peer;

import com.sun.management.ThreadMXBean;
import dev.heddle.bio.BioPair;
import dev.heddle.config.Credentials;
import dev.heddle.config.Trust;
import dev.heddle.demo.common.Version;
import dev.heddle.ssl.Ssl;
import dev.heddle.ssl.SslContext;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.FutureTask;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Both ends of a connection in memory, for what a record allocates: nothing else is done in the
 * thread, and there is no socket.
 *
 * <ul>
 *   <li>{@code records COUNT}: sends and receives so many full records; the answer has the bytes
 *       that one allocates when it is sent, and when it is received.
 * </ul>
 */
final class RecordSide implements Side {

  /** What seals a record and opens it. */
  private interface Records {
    String version();

    void seal() throws IOException, GeneralSecurityException;

    void open() throws IOException, GeneralSecurityException;
  }

  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private final Records records;

  /** As the settings say: of this library, or of the JDK's cipher alone. */
  RecordSide(Settings settings) throws IOException, GeneralSecurityException {
    this.records =
        switch (settings.text("library")) {
          case "heddle" -> new Connection(settings);
          case "cipher" -> new BareCipher();
          default -> throw new IllegalArgumentException("library=" + settings.text("library"));
        };
  }

  @Override
  public int port() {
    return 0;
  }

  @Override
  public String version() {
    return records.version();
  }

  @Override
  public String run(String... command) throws Exception {
    if (!command[0].equals("records")) {
      throw Side.unknown(command);
    }
    int count = Integer.parseInt(command[1]);
    // The JVM counts for platform threads.
    var work = new FutureTask<>(() -> move(count));
    Thread.ofPlatform().start(work);
    return work.get();
  }

  private String move(int count) throws IOException, GeneralSecurityException {
    long sealing = 0;
    long opening = 0;
    for (int i = 0; i < count; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      records.seal();
      long between = THREADS.getCurrentThreadAllocatedBytes();
      records.open();
      sealing += between - before;
      opening += THREADS.getCurrentThreadAllocatedBytes() - between;
    }
    return sealing / count + " " + opening / count;
  }

  /** A client of this library that sends, and a server that receives. */
  private static final class Connection implements Records {
    private final Ssl client;
    private final Ssl server;
    private final byte[] data = new byte[Talk.RECORD];
    private final byte[] read = new byte[Talk.RECORD];

    Connection(Settings settings) throws IOException {
      client =
          SslContext.client()
              .trust(Trust.pem(settings.file("ca")))
              .ciphersuites(settings.text("suite"))
              .build()
              .newSsl();
      client.set1Host(settings.text("host"));
      server =
          SslContext.server()
              .credentials(Credentials.pem(settings.file("chain"), settings.file("key")))
              .build()
              .newSsl();
      BioPair pair = BioPair.of(ROOM, ROOM);
      client.setBio(pair.first(), pair.first());
      server.setBio(pair.second(), pair.second());
      int connected = -1;
      int accepted = -1;
      for (int turn = 0; turn < MOST_TURNS && (connected != 1 || accepted != 1); turn++) {
        connected = client.connect();
        accepted = server.accept();
      }
      if (connected != 1 || accepted != 1) {
        throw new IOException("no handshake: " + connected + ", " + accepted);
      }
    }

    @Override
    public String version() {
      return "Heddle " + Version.number();
    }

    @Override
    public void seal() throws IOException {
      check("sent", client.write(data), data.length);
    }

    @Override
    public void open() throws IOException {
      check("received", server.read(read), data.length);
    }

    private static final int ROOM = 1 << 17;
    private static final int MOST_TURNS = 1000;
  }

  /** The JDK's AES/GCM, told its key for each record as it must be, from array to array. */
  private static final class BareCipher implements Records {
    private final Cipher sealing = Cipher.getInstance(GCM);
    private final Cipher opening = Cipher.getInstance(GCM);
    private final SecretKey key = new SecretKeySpec(new byte[16], "AES");
    private final SecureRandom random = new SecureRandom();
    private final byte[] additionalData = new byte[HEADER];
    private final byte[] nonce = new byte[12];
    private final byte[] plain = new byte[Talk.RECORD + 1];
    private final byte[] sealed = new byte[HEADER + plain.length + TAG];
    private int number;

    BareCipher() throws GeneralSecurityException {}

    @Override
    public String version() {
      return sealing.getProvider().getName() + " " + Runtime.version();
    }

    @Override
    public void seal() throws IOException, GeneralSecurityException {
      number++;
      for (int i = 0; i < Integer.BYTES; i++) {
        nonce[i] = (byte) (number >> 8 * i);
      }
      init(sealing, Cipher.ENCRYPT_MODE);
      int n = sealing.doFinal(plain, 0, plain.length, sealed, HEADER);
      check("sealed", n, plain.length + TAG);
    }

    @Override
    public void open() throws IOException, GeneralSecurityException {
      init(opening, Cipher.DECRYPT_MODE);
      int n = opening.doFinal(sealed, HEADER, sealed.length - HEADER, plain, 0);
      check("opened", n, plain.length);
    }

    private void init(Cipher cipher, int mode) throws GeneralSecurityException {
      cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce), random);
      cipher.updateAAD(additionalData);
    }

    private static final String GCM = "AES/GCM/NoPadding";
    private static final int HEADER = 5;
    private static final int TAG = 16;
  }

  private static void check(String what, int result, int expected) throws IOException {
    if (result != expected) {
      throw new IOException(what + " " + result + " bytes of " + expected);
    }
  }
}
