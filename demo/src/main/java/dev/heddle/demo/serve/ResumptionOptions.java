package dev.heddle.demo.serve;

import dev.heddle.config.TicketKeyFile;
import dev.heddle.ssl.SessCacheMode;
import dev.heddle.ssl.SslContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What clients may resume. */
final class ResumptionOptions {

  @Option(
      names = {"--tickets", "--num_tickets"},
      paramLabel = "N",
      defaultValue = "2",
      description =
          "Tickets after a full handshake of TLS 1.3; one after a resumed one, unless this is 0"
              + " (default: ${DEFAULT-VALUE})")
  private int tickets;

  @Option(
      names = {"--no-tickets", "--no_ticket"},
      description =
          "Keep sessions in memory and hand out ids; those of TLS 1.3 are in tickets that say no"
              + " more than an id")
  private boolean noTickets;

  @Option(
      names = {"--no-session-cache", "--no_cache"},
      description = "Keep no sessions in memory; with --no-tickets nothing is resumed")
  private boolean noCache;

  @Option(
      names = "--ticket-keys",
      paramLabel = "FILE",
      description =
          "Seal tickets under the keys in this file, which other servers may share, and which is"
              + " watched; it is made if it is missing (default: keys of our own, another each"
              + " hour)")
  private Path ticketKeys;

  @Option(
      names = "--session-lifetime",
      paramLabel = "SECONDS",
      defaultValue = "7200",
      description =
          "How long after its full handshake a session can be resumed (default: ${DEFAULT-VALUE})")
  private int lifetime;

  /**
   * Applies all of them.
   *
   * @throws IllegalArgumentException saying which option or file is wrong
   */
  void apply(SslContext.Builder builder) {
    ServeCommand.range("--tickets", tickets, 0, MOST_TICKETS);
    ServeCommand.range("--session-lifetime", lifetime, 1, MOST_SECONDS);
    if (noTickets && ticketKeys != null) {
      throw new IllegalArgumentException("--no-tickets and --ticket-keys exclude each other");
    }
    builder.numTickets(tickets).timeout(Duration.ofSeconds(lifetime));
    if (noTickets) {
      builder.setOptions(dev.heddle.ssl.Option.NO_TICKET);
    }
    if (noCache) {
      builder.sessCacheMode(SessCacheMode.OFF);
    }
    if (ticketKeys != null) {
      if (!Files.exists(ticketKeys)) {
        TicketKeyFile.create(ticketKeys);
      }
      builder.ticketKeys(TicketKeyFile.open(ticketKeys));
    }
  }

  private static final int MOST_TICKETS = 255;
  private static final int MOST_SECONDS = 7 * 24 * 60 * 60;
}
