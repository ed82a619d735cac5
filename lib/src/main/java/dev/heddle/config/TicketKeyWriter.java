package dev.heddle.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Writes the file of a {@link TicketKeyFile}, so that nobody ever reads the half of it. */
final class TicketKeyWriter {

  /** A lock on a file holds off other processes, but throws at other threads of this one. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private TicketKeyWriter() {}

  static void create(Path file) {
    try {
      write(TicketKeyTriple.create(), file);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  static void rotate(Path link) {
    THREADS.lock();
    try {
      Path file = link.toRealPath();
      Path lock = file.resolveSibling(file.getFileName() + ".lock");
      try (FileChannel channel = FileChannel.open(lock, LOCKING, PosixRights.ownerOnly(file))) {
        channel.lock(); // until the channel is closed
        replace(file, TicketKeyFile.load(file).rotated());
      }
    } catch (IOException e) {
      throw unwritable(link, e);
    } finally {
      THREADS.unlock();
    }
  }

  private static void replace(Path file, TicketKeyTriple keys) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh); // of a process that was ended in the midst of this
    try {
      write(keys, fresh);
      copyRights(file, fresh);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
    if (PosixRights.areKnown(file)) {
      try (FileChannel directory = FileChannel.open(file.getParent())) {
        directory.force(true);
      }
    }
  }

  /** Owner and group first: what they may do must not pass to another group. */
  private static void copyRights(Path from, Path to) throws IOException {
    if (!PosixRights.areKnown(from)) {
      return;
    }
    PosixFileAttributes old = Files.readAttributes(from, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    PosixFileAttributes made = view.readAttributes();
    if (!made.owner().equals(old.owner())) {
      view.setOwner(old.owner());
    }
    if (!made.group().equals(old.group())) {
      view.setGroup(old.group());
    }
    view.setPermissions(old.permissions());
  }

  /** A new file, for the owner alone, which is on the disk when this returns. */
  private static void write(TicketKeyTriple keys, Path file) throws IOException {
    byte[] text = keys.text();
    try (FileChannel out = FileChannel.open(file, NEW, PosixRights.ownerOnly(file))) {
      writeAll(text, out, file);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private static void writeAll(byte[] text, FileChannel out, Path file) throws IOException {
    try {
      ByteBuffer rest = ByteBuffer.wrap(text);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static ConfigException unwritable(Path file, IOException e) {
    return new ConfigException("cannot write file " + file + ": " + InputFile.why(e), e);
  }

  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  private static final Set<StandardOpenOption> LOCKING =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE);
}
