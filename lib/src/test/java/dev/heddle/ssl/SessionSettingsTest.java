package dev.heddle.ssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.config.SessionCache;
import dev.heddle.config.Sessions;
import dev.heddle.config.TicketKeys;
import dev.heddle.config.TlsConfig;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a context says what is resumed. */
class SessionSettingsTest {

  @Test
  void aContextOfAConfigurationSharesItsSessions() {
    TlsConfig config = TlsConfig.builder().build();
    SslContext context = SslContext.from(config).build();
    assertSame(config.sessions(), context.config().sessions());
    assertSame(config, context.sessionUse().of(config, true));
    assertSame(config, context.sessionUse().of(config, false));
  }

  @Test
  void eachSettingLeavesTheOthers() {
    SessionCache cache = SessionCache.inMemory(1, 1);
    TicketKeys keys = TicketKeys.rotating();
    TlsConfig config = TlsConfig.builder().sessions(Sessions.none()).build();
    Sessions sessions =
        SslContext.from(config)
            .sessCache(cache)
            .ticketKeys(keys)
            .numTickets(7)
            .ticketsAtOnce(true)
            .timeout(Duration.ofMinutes(5))
            .sessNewCallback(session -> {})
            .build()
            .config()
            .sessions();
    assertSame(cache, sessions.cache());
    assertSame(keys, sessions.ticketKeys());
    assertEquals(7, sessions.tickets());
    assertTrue(sessions.ticketsAtOnce());
    assertTrue(sessions.withFullHandshakes(false).ticketsAtOnce());
    assertFalse(Sessions.create().ticketsAtOnce());
    assertEquals(Duration.ofMinutes(5), sessions.lifetime());
    assertEquals(Sessions.none(), config.sessions());
  }

  @Test
  void whatIsOutOfRangeIsRefusedAtOnce() {
    SslContext.Builder builder = SslContext.server();
    assertThrows(IllegalArgumentException.class, () -> builder.numTickets(256));
    assertThrows(IllegalArgumentException.class, () -> builder.numTickets(-1));
    assertThrows(IllegalArgumentException.class, () -> builder.timeout(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> builder.timeout(Duration.ofDays(8)));
    assertEquals(2, builder.build().config().sessions().tickets());
  }

  @ParameterizedTest
  @CsvSource({"OFF,false,false", "CLIENT,true,false", "SERVER,false,true", "BOTH,true,true"})
  void theModeTakesTheCacheFromAnEnd(SessCacheMode mode, boolean client, boolean server) {
    TlsConfig config = TlsConfig.builder().build();
    SessionUse use = SslContext.from(config).sessCacheMode(mode).build().sessionUse();
    assertSame(client ? config.sessions().cache() : null, use.of(config, true).sessions().cache());
    assertSame(server ? config.sessions().cache() : null, use.of(config, false).sessions().cache());
    assertSame(config.sessions().ticketKeys(), use.of(config, false).sessions().ticketKeys());
  }

  @Test
  void onlyServersKeepSessionsUnlessToldOtherwise() {
    for (SslContext.Builder builder :
        new SslContext.Builder[] {SslContext.any(), SslContext.client(), SslContext.server()}) {
      assertEquals(SessCacheMode.SERVER, builder.build().sessionUse().cacheMode);
    }
  }

  @Test
  void noTicketIsAnOptionOfBoth() {
    SslContext context = SslContext.server().setOptions(Option.NO_TICKET).build();
    TlsConfig config = context.config();
    assertNull(context.sessionUse().of(config, false).sessions().ticketKeys());
    Ssl ssl = context.newSsl();
    assertEquals(Set.of(Option.NO_TICKET), ssl.getOptions());
    ssl.clearOptions(Option.NO_TICKET);
    assertEquals(Set.of(), ssl.getOptions());
    assertEquals(Set.of(Option.NO_TICKET), context.newSsl().getOptions());
  }
}
