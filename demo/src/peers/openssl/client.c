/*
 * A blocking TLS 1.3 client over libssl 3, measured beside this library by the demo's command
 * bench, which compiles and runs it and tells it on the standard input what to do.
 *
 *   client role=client ca=FILE [host=NAME] [suite=NAME] [group=x25519|x25519mlkem768]
 *          [handshake=full|resumed|fresh] [at-once=N]
 *
 * The first line it prints is "0 libssl VERSION"; a server would name its port there. Then it
 * answers each command with one line that begins "CPUNANOS -1": the process's user and system time
 * since the last mark, and bytes allocated, which is unknown here.
 *
 *   mark                 costs count from here
 *   connect PORT COUNT   makes that many connections to 127.0.0.1 from the at-once threads, and
 *                        closes each. resumed: each waits for one octet, which the server's ticket
 *                        comes before, and resumes with the newest ticket of its thread. fresh:
 *                        connection i, counted over the life of the process, is to n<i>.NAME.
 *   receive PORT BYTES   takes that much data over one connection
 *   send PORT BYTES      gives that much data in writes of 16 KB, then waits for one octet
 *   ping PORT COUNT      sends and takes one octet that often; two more numbers in the answer are
 *                        the median and the 99th percentile of the round trips, in nanoseconds
 *
 * It ends with its input. At the first thing that is not as expected it says so and exits with 1;
 * it exits with 69 where libssl here cannot do what the arguments ask for.
 */
#define _GNU_SOURCE

#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#if OPENSSL_VERSION_NUMBER < 0x30000000L
#error "needs the headers of OpenSSL 3.0 or newer"
#endif

enum { RECORD = 16384, MOST_AT_ONCE = 1024, NAME_LENGTH = 256 };

#define NANOS INT64_C(1000000000)

enum handshake { FULL, RESUMED, FRESH };

static struct {
  const char *ca;
  const char *host;
  const char *suite;
  const char *group;
  enum handshake handshake;
  int at_once;
} settings = {
    .host = "bench.test",
    .suite = "TLS_AES_128_GCM_SHA256",
    .group = "X25519",
    .handshake = FULL,
    .at_once = 4,
};

/* One of the threads that connect at once; it outlives the command, as its ticket does. */
struct worker {
  pthread_t thread;
  SSL_SESSION *ticket; /* the newest, not used yet; or NULL */
};

static SSL_CTX *context;
static struct worker *workers;
static int64_t next_name; /* of fresh connections */
static int64_t mark;

/* What one connect command has its threads do. */
static struct {
  int port;
  atomic_llong left;
  atomic_llong resumed;
} work;

/* Failing. ------------------------------------------------------------------------------------ */

/*
 * Prints what went wrong and why, and ends the process. The first thread that fails is the only one
 * that speaks.
 */
static _Noreturn void end(int status, const char *reason, const char *format, va_list arguments) {
  static pthread_mutex_t once = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&once);
  fputs("libssl client: ", stderr);
  vfprintf(stderr, format, arguments);
  fprintf(stderr, "%s%s\n", reason == NULL ? "" : ": ", reason == NULL ? "" : reason);
  fflush(stderr);
  _exit(status); /* not exit: it would clean up libcrypto below the other threads */
}

/* The error that libssl met first in this thread, where the others come from; NULL if none. */
static const char *queued(void) {
  unsigned long code = ERR_get_error();
  if (code != 0 && ERR_SYSTEM_ERROR(code)) {
    return strerror(ERR_GET_REASON(code));
  }
  return code == 0 ? NULL : ERR_reason_error_string(code);
}

static _Noreturn void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  end(EXIT_FAILURE, queued(), format, arguments);
}

static _Noreturn void fail_system(int error, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  end(EXIT_FAILURE, strerror(error), format, arguments);
}

/* Fails with the reason that SSL_get_error tells of the last call on this connection. */
static _Noreturn void fail_ssl(SSL *ssl, int result, const char *format, ...) {
  int system = errno;
  const char *reason;
  switch (SSL_get_error(ssl, result)) {
    case SSL_ERROR_ZERO_RETURN:
      reason = "the server closed the connection";
      break;
    case SSL_ERROR_SYSCALL:
      reason = strerror(system);
      break;
    default:
      reason = SSL_get_verify_result(ssl) == X509_V_OK
                   ? queued()
                   : X509_verify_cert_error_string(SSL_get_verify_result(ssl));
  }
  va_list arguments;
  va_start(arguments, format);
  end(EXIT_FAILURE, reason, format, arguments);
}

static _Noreturn void cannot(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  end(EX_UNAVAILABLE, NULL, format, arguments);
}

/* Connections. -------------------------------------------------------------------------------- */

/* Called by libssl for each ticket; keeping it is to keep the reference it brings. */
static int keep_ticket(SSL *ssl, SSL_SESSION *session) {
  struct worker *worker = SSL_get_app_data(ssl);
  SSL_SESSION_free(worker->ticket);
  worker->ticket = session;
  return 1;
}

static void make_context(void) {
  context = SSL_CTX_new(TLS_client_method());
  if (context == NULL) {
    fail("no context");
  }
  if (!SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) ||
      !SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION)) {
    cannot("libssl %s does not do TLS 1.3", OpenSSL_version(OPENSSL_VERSION_STRING));
  }
  if (!SSL_CTX_set_ciphersuites(context, settings.suite)) {
    cannot("libssl %s does not know the suite %s", OpenSSL_version(OPENSSL_VERSION_STRING),
           settings.suite);
  }
  if (!SSL_CTX_set1_groups_list(context, settings.group)) {
    cannot("libssl %s does not know the group %s%s", OpenSSL_version(OPENSSL_VERSION_STRING),
           settings.group, strstr(settings.group, "MLKEM") ? " (from 3.5 on)" : "");
  }
  if (!SSL_CTX_load_verify_file(context, settings.ca)) {
    fail("cannot read the CA's certificate from %s", settings.ca);
  }
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
  if (settings.handshake == RESUMED) {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context, keep_ticket);
  } else {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  }
}

static int open_socket(int port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) {
    fail_system(errno, "no socket");
  }
  int on = 1;
  if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) {
    fail_system(errno, "TCP_NODELAY");
  }
  struct sockaddr_in address = {
      .sin_family = AF_INET,
      .sin_port = htons((uint16_t)port),
      .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
  };
  if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
    fail_system(errno, "cannot connect to 127.0.0.1:%d", port);
  }
  return fd;
}

/* Fails unless exactly what was asked for has been agreed upon. */
static void check(SSL *ssl) {
  if (SSL_version(ssl) != TLS1_3_VERSION) {
    fail("agreed on %s, not on TLS 1.3", SSL_get_version(ssl));
  }
  const char *suite = SSL_CIPHER_standard_name(SSL_get_current_cipher(ssl));
  if (suite == NULL || strcmp(suite, settings.suite) != 0) {
    fail("agreed on the suite %s, not on %s", suite == NULL ? "unknown" : suite, settings.suite);
  }
  const char *group = SSL_group_to_name(ssl, (int)SSL_get_negotiated_group(ssl));
  if (group == NULL || strcasecmp(group, settings.group) != 0) {
    fail("agreed on the group %s, not on %s", group == NULL ? "unknown" : group, settings.group);
  }
  if (SSL_get_verify_result(ssl) != X509_V_OK) {
    fail("the handshake passed an unverified certificate: %s",
         X509_verify_cert_error_string(SSL_get_verify_result(ssl)));
  }
}

/* Connects and shakes hands, with the worker's ticket if there is one. */
static SSL *open_connection(int port, const char *host, struct worker *worker) {
  int fd = open_socket(port);
  SSL *ssl = SSL_new(context);
  if (ssl == NULL || !SSL_set_fd(ssl, fd)) {
    fail("no connection object");
  }
  SSL_set_app_data(ssl, worker);
  SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  if (!SSL_set_tlsext_host_name(ssl, host) || !SSL_set1_host(ssl, host)) {
    fail("not a host name: %s", host);
  }
  if (worker->ticket != NULL) {
    if (!SSL_set_session(ssl, worker->ticket)) {
      fail("cannot resume with the ticket");
    }
    SSL_SESSION_free(worker->ticket); /* a ticket is used once; the connection holds it now */
    worker->ticket = NULL;
  }
  int result = SSL_connect(ssl);
  if (result != 1) {
    fail_ssl(ssl, result, "handshake with %s", host);
  }
  check(ssl);
  return ssl;
}

/* Sends close_notify and closes, without waiting for the server's. */
static void close_connection(SSL *ssl) {
  int result = SSL_shutdown(ssl);
  if (result < 0) {
    fail_ssl(ssl, result, "close_notify");
  }
  if (close(SSL_get_fd(ssl)) != 0) {
    fail_system(errno, "close");
  }
  SSL_free(ssl);
}

static void write_all(SSL *ssl, const void *data, int length) {
  int result = SSL_write(ssl, data, length); /* all of it, as partial writes are off */
  if (result != length) {
    fail_ssl(ssl, result, "write");
  }
}

static void read_all(SSL *ssl, int64_t count) {
  char target[RECORD];
  while (count > 0) {
    int result = SSL_read(ssl, target, count < RECORD ? (int)count : RECORD);
    if (result <= 0) {
      fail_ssl(ssl, result, "read");
    }
    count -= result;
  }
}

/* Commands. ----------------------------------------------------------------------------------- */

static void *connect_some(void *argument) {
  struct worker *worker = argument;
  while (true) {
    /* Names count up, what is left counts down. */
    int64_t left = atomic_fetch_sub(&work.left, 1);
    if (left <= 0) {
      return NULL;
    }
    char name[NAME_LENGTH];
    const char *host = settings.host;
    if (settings.handshake == FRESH) {
      snprintf(name, sizeof name, "n%" PRId64 ".%s", next_name - left, settings.host);
      host = name;
    }
    SSL *ssl = open_connection(work.port, host, worker);
    if (settings.handshake == RESUMED) {
      read_all(ssl, 1);
    }
    if (SSL_session_reused(ssl)) {
      atomic_fetch_add(&work.resumed, 1);
    }
    close_connection(ssl);
  }
}

static void run_connect(int port, int64_t count) {
  work.port = port;
  atomic_store(&work.left, count);
  atomic_store(&work.resumed, 0);
  next_name += count;
  for (int i = 0; i < settings.at_once; i++) {
    int error = pthread_create(&workers[i].thread, NULL, connect_some, &workers[i]);
    if (error != 0) {
      fail_system(error, "no thread");
    }
  }
  for (int i = 0; i < settings.at_once; i++) {
    int error = pthread_join(workers[i].thread, NULL);
    if (error != 0) {
      fail_system(error, "cannot join a thread");
    }
  }
  /* The first connection of each thread may have nothing to resume. */
  int64_t resumed = atomic_load(&work.resumed);
  if (settings.handshake == RESUMED ? resumed < count - settings.at_once : resumed > 0) {
    fail("%" PRId64 " of %" PRId64 " connections were resumed", resumed, count);
  }
}

/* Opens a connection whose first 8 octets tell the server what is to come. */
static SSL *request(int port, int64_t what) {
  static struct worker none; /* these connections resume nothing, but may be sent tickets */
  SSL *ssl = open_connection(port, settings.host, &none);
  SSL_SESSION_free(none.ticket);
  none.ticket = NULL;
  uint64_t wire = htobe64((uint64_t)what);
  write_all(ssl, &wire, sizeof wire);
  return ssl;
}

static void run_receive(int port, int64_t count) {
  SSL *ssl = request(port, count);
  read_all(ssl, count);
  close_connection(ssl);
}

static void run_send(int port, int64_t count) {
  static const char data[RECORD];
  SSL *ssl = request(port, -count);
  for (int64_t left = count; left > 0; left -= RECORD) {
    write_all(ssl, data, left < RECORD ? (int)left : RECORD);
  }
  read_all(ssl, 1);
  close_connection(ssl);
}

static int64_t nanos(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * NANOS + now.tv_nsec;
}

static int compare(const void *left, const void *right) {
  int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
  return (a > b) - (a < b);
}

/* Leaves the round trips' times in trips, sorted. */
static void run_ping(int port, int64_t count, int64_t *trips) {
  SSL *ssl = request(port, INT64_MIN + count);
  int64_t before = nanos();
  for (int64_t i = 0; i < count; i++) {
    write_all(ssl, "", 1);
    read_all(ssl, 1);
    int64_t after = nanos();
    trips[i] = after - before;
    before = after;
  }
  close_connection(ssl);
  qsort(trips, (size_t)count, sizeof *trips, compare);
}

/* User and system time of the process. */
static int64_t cpu(void) {
  struct rusage usage;
  if (getrusage(RUSAGE_SELF, &usage) != 0) {
    fail_system(errno, "getrusage");
  }
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * NANOS +
         (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * INT64_C(1000);
}

static void answer(const char *line) {
  char command[16];
  int port;
  int64_t count;
  int end = -1;
  if (strcmp(line, "mark") == 0) {
    mark = cpu();
    puts("0 -1");
    return;
  }
  if (sscanf(line, "%15s %d %" SCNd64 "%n", command, &port, &count, &end) != 3 || end < 0 ||
      line[end] != '\0' || port < 1 || port > 65535 || count < 1) {
    fail("not a command: %s", line);
  }
  if (strcmp(command, "ping") == 0) {
    if (count > INT_MAX) {
      fail("too many: %s", line);
    }
    int64_t *trips = malloc((size_t)count * sizeof *trips);
    if (trips == NULL) {
      fail_system(errno, "no memory for: %s", line);
    }
    run_ping(port, count, trips);
    printf("%" PRId64 " -1 %" PRId64 " %" PRId64 "\n", cpu() - mark, trips[count / 2],
           trips[count * 99 / 100]);
    free(trips);
    return;
  }
  if (strcmp(command, "connect") == 0) {
    run_connect(port, count);
  } else if (strcmp(command, "receive") == 0) {
    run_receive(port, count);
  } else if (strcmp(command, "send") == 0) {
    run_send(port, count);
  } else {
    fail("not a command of this client: %s", line);
  }
  printf("%" PRId64 " -1\n", cpu() - mark);
}

/* Arguments. ---------------------------------------------------------------------------------- */

static void set_group(const char *value) {
  if (strcmp(value, "x25519") == 0) {
    settings.group = "X25519";
  } else if (strcmp(value, "x25519mlkem768") == 0) {
    settings.group = "X25519MLKEM768";
  } else {
    fail("group is x25519 or x25519mlkem768, not %s", value);
  }
}

static void set_handshake(const char *value) {
  if (strcmp(value, "full") == 0) {
    settings.handshake = FULL;
  } else if (strcmp(value, "resumed") == 0) {
    settings.handshake = RESUMED;
  } else if (strcmp(value, "fresh") == 0) {
    settings.handshake = FRESH;
  } else {
    fail("handshake is full, resumed or fresh, not %s", value);
  }
}

static void set_at_once(const char *value) {
  char *end;
  long number = strtol(value, &end, 10);
  if (*value == '\0' || *end != '\0' || number < 1 || number > MOST_AT_ONCE) {
    fail("at-once is 1 to %d, not %s", MOST_AT_ONCE, value);
  }
  settings.at_once = (int)number;
}

static void set(const char *argument) {
  const char *equals = strchr(argument, '=');
  if (equals == NULL) {
    fail("not KEY=VALUE: %s", argument);
  }
  const char *value = equals + 1;
  size_t length = (size_t)(equals - argument);
#define IS(key) (length == sizeof key - 1 && memcmp(argument, key, length) == 0)
  if (IS("role")) {
    if (strcmp(value, "client") != 0) {
      cannot("it is a client only, not a %s", value);
    }
  } else if (IS("ca")) {
    settings.ca = value;
  } else if (IS("host")) {
    if (*value == '\0' || strlen(value) > NAME_LENGTH - 32) {
      fail("not a host name: %s", value);
    }
    settings.host = value;
  } else if (IS("suite")) {
    settings.suite = value;
  } else if (IS("group")) {
    set_group(value);
  } else if (IS("handshake")) {
    set_handshake(value);
  } else if (IS("at-once")) {
    set_at_once(value);
  } else {
    fail("unknown argument: %s", argument);
  }
#undef IS
}

int main(int count, char **arguments) {
  signal(SIGPIPE, SIG_IGN);              /* a write then fails with EPIPE, and is told of */
  setvbuf(stdout, NULL, _IOLBF, BUFSIZ); /* an answer is a line, and somebody waits for it */
  for (int i = 1; i < count; i++) {
    set(arguments[i]);
  }
  if (settings.ca == NULL) {
    fail("the argument ca is missing");
  }
  make_context();
  workers = calloc((size_t)settings.at_once, sizeof *workers);
  if (workers == NULL) {
    fail_system(errno, "no memory");
  }
  mark = cpu();
  printf("0 libssl %s\n", OpenSSL_version(OPENSSL_VERSION_STRING));
  char *line = NULL;
  size_t capacity = 0;
  ssize_t length;
  while ((length = getline(&line, &capacity, stdin)) > 0) {
    if (line[length - 1] == '\n') {
      line[length - 1] = '\0';
    }
    answer(line);
  }
  free(line);
  for (int i = 0; i < settings.at_once; i++) {
    SSL_SESSION_free(workers[i].ticket);
  }
  free(workers);
  SSL_CTX_free(context);
  return 0;
}
