// A blocking TLS 1.3 client over crypto/tls, measured beside this library by the demo's command
// bench, which builds and runs it and tells it on the standard input what to do.
//
//	client role=client ca=FILE [host=NAME] [suite=NAME] [group=x25519|x25519mlkem768]
//	       [handshake=full|resumed|fresh] [at-once=N]
//
// The first line it prints is "0 go VERSION"; a server would name its port there. Then it answers
// each command with one line that begins "CPUNANOS -1": the process's user and system time since
// the last mark, and bytes allocated, which is left out here.
//
//	mark                 costs count from here
//	connect PORT COUNT   makes that many connections to 127.0.0.1 from at-once goroutines, and
//	                     closes each. resumed: each waits for one octet, which the server's ticket
//	                     comes before, and resumes with the newest ticket of its goroutine. fresh:
//	                     connection i, counted over the life of the process, is to n<i>.NAME.
//	receive PORT BYTES   takes that much data over one connection
//	send PORT BYTES      gives that much data in writes of 16 KB, then waits for one octet
//	ping PORT COUNT      sends and takes one octet that often; two more numbers in the answer are
//	                     the median and the 99th percentile of the round trips, in nanoseconds
//
// Go lets nobody choose a suite of TLS 1.3: the server is to take the one that the arguments name,
// which is checked. The program ends with its input. At the first thing that is not as expected it
// says so and exits with 1; it exits with 69 where this Go cannot do what the arguments ask for.
package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	record     = 16384
	mostAtOnce = 1024

	unavailable = 69 // EX_UNAVAILABLE of sysexits.h

	// x25519MLKEM768 is tls.X25519MLKEM768, which Go has from 1.24 on.
	x25519MLKEM768 tls.CurveID = 0x11EC
)

// A cannotError tells what this Go cannot do, as opposed to what went wrong.
type cannotError string

func (e cannotError) Error() string { return string(e) }

type settings struct {
	ca        string
	host      string
	suite     uint16
	group     tls.CurveID
	handshake string
	atOnce    int
}

// client makes the connections.
type client struct {
	settings
	roots   *x509.CertPool
	workers []*tls.Config // of the goroutines that connect at once, each with tickets of its own
	names   int64         // of fresh connections that are used up
	mark    int64
}

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "go client:", err)
		var cannot cannotError
		if errors.As(err, &cannot) {
			os.Exit(unavailable)
		}
		os.Exit(1)
	}
}

func run(arguments []string, in io.Reader, out io.Writer) error {
	s, err := parse(arguments)
	if err != nil {
		return err
	}
	c, err := newClient(s)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "0 go", strings.TrimPrefix(runtime.Version(), "go"))
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		line, err := c.answer(lines.Text())
		if err != nil {
			return fmt.Errorf("%s: %w", lines.Text(), err)
		}
		fmt.Fprintln(out, line)
	}
	return lines.Err()
}

// Arguments.

func parse(arguments []string) (settings, error) {
	s := settings{
		host:      "bench.test",
		suite:     tls.TLS_AES_128_GCM_SHA256,
		group:     tls.X25519,
		handshake: "full",
		atOnce:    4,
	}
	for _, argument := range arguments {
		key, value, ok := strings.Cut(argument, "=")
		if !ok {
			return s, fmt.Errorf("not KEY=VALUE: %s", argument)
		}
		var err error
		switch key {
		case "role":
			if value != "client" {
				err = cannotError("it is a client only, not a " + value)
			}
		case "ca":
			s.ca = value
		case "host":
			s.host = value
			if value == "" {
				err = errors.New("the argument host is empty")
			}
		case "suite":
			s.suite, err = suiteOf(value)
		case "group":
			s.group, err = groupOf(value)
		case "handshake":
			s.handshake = value
			if value != "full" && value != "resumed" && value != "fresh" {
				err = fmt.Errorf("handshake is full, resumed or fresh, not %s", value)
			}
		case "at-once":
			s.atOnce, err = strconv.Atoi(value)
			if err != nil || s.atOnce < 1 || s.atOnce > mostAtOnce {
				err = fmt.Errorf("at-once is 1 to %d, not %s", mostAtOnce, value)
			}
		default:
			err = fmt.Errorf("unknown argument: %s", argument)
		}
		if err != nil {
			return s, err
		}
	}
	if s.ca == "" {
		return s, errors.New("the argument ca is missing")
	}
	return s, nil
}

func suiteOf(name string) (uint16, error) {
	for _, suite := range tls.CipherSuites() {
		if suite.Name == name {
			return suite.ID, nil
		}
	}
	return 0, cannotError(runtime.Version() + " does not know the suite " + name)
}

func groupOf(name string) (tls.CurveID, error) {
	switch name {
	case "x25519":
		return tls.X25519, nil
	case "x25519mlkem768":
		return x25519MLKEM768, nil
	}
	return 0, fmt.Errorf("group is x25519 or x25519mlkem768, not %s", name)
}

// Connections.

func newClient(s settings) (*client, error) {
	pem, err := os.ReadFile(s.ca)
	if err != nil {
		return nil, fmt.Errorf("the CA's certificate: %w", err)
	}
	c := &client{settings: s, roots: x509.NewCertPool(), mark: cpu()}
	if !c.roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("no certificate in %s", s.ca)
	}
	for i := 0; i < s.atOnce; i++ {
		config := c.config(s.host)
		if s.handshake == "resumed" {
			config.ClientSessionCache = tls.NewLRUClientSessionCache(1)
		}
		c.workers = append(c.workers, config)
	}
	return c, c.canOfferGroup()
}

func (c *client) config(host string) *tls.Config {
	return &tls.Config{
		ServerName:       host,
		RootCAs:          c.roots,
		MinVersion:       tls.VersionTLS13,
		MaxVersion:       tls.VersionTLS13,
		CurvePreferences: []tls.CurveID{c.group},
	}
}

// canOfferGroup shakes hands with nobody. Where Go does not know the group it says so before it
// sends anything.
func (c *client) canOfferGroup() error {
	if c.group == x25519MLKEM768 {
		// The line "go 1.19" of go.mod has newer ones leave this group out, as 1.19 does.
		os.Setenv("GODEBUG", strings.TrimPrefix(os.Getenv("GODEBUG")+",tlsmlkem=1", ","))
	}
	near, far := net.Pipe()
	far.Close()
	err := tls.Client(near, c.config(c.host)).Handshake()
	if errors.Is(err, io.ErrClosedPipe) {
		return nil
	}
	if c.group == x25519MLKEM768 {
		return cannotError(runtime.Version() + " does not know the group X25519MLKEM768 (from 1.24 on)")
	}
	return fmt.Errorf("a handshake does not begin: %w", err)
}

func (c *client) open(port int, config *tls.Config) (*tls.Conn, error) {
	// TCP_NODELAY is on for all of Go's connections.
	socket, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return nil, err
	}
	conn := tls.Client(socket, config)
	if err := c.shakeHands(conn); err != nil {
		socket.Close()
		return nil, fmt.Errorf("handshake with %s: %w", config.ServerName, err)
	}
	return conn, nil
}

func (c *client) shakeHands(conn *tls.Conn) error {
	if err := conn.Handshake(); err != nil {
		return err
	}
	state := conn.ConnectionState()
	if state.Version != tls.VersionTLS13 {
		return fmt.Errorf("agreed on version %#x, not on TLS 1.3", state.Version)
	}
	if state.CipherSuite != c.suite {
		return fmt.Errorf("the server took %s, not %s", tls.CipherSuiteName(state.CipherSuite), tls.CipherSuiteName(c.suite))
	}
	if len(state.VerifiedChains) == 0 {
		return errors.New("the handshake passed an unverified certificate")
	}
	return nil
}

// request opens a connection whose first 8 octets tell the server what is to come.
func (c *client) request(port int, what int64) (*tls.Conn, error) {
	conn, err := c.open(port, c.config(c.host))
	if err != nil {
		return nil, err
	}
	var wire [8]byte
	binary.BigEndian.PutUint64(wire[:], uint64(what))
	if _, err := conn.Write(wire[:]); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

// Commands.

// answer carries out one command.
func (c *client) answer(line string) (string, error) {
	if line == "mark" {
		c.mark = cpu()
		return "0 -1", nil
	}
	words := strings.Split(line, " ")
	if len(words) != 3 {
		return "", errors.New("not a command")
	}
	port, err := strconv.ParseUint(words[1], 10, 16)
	if err != nil {
		return "", err
	}
	count, err := strconv.ParseInt(words[2], 10, 64)
	if err != nil {
		return "", err
	}
	if count < 1 {
		return "", errors.New("a count is 1 at least")
	}
	more := ""
	switch words[0] {
	case "connect":
		err = c.connect(int(port), count)
	case "receive":
		err = c.receive(int(port), count)
	case "send":
		err = c.send(int(port), count)
	case "ping":
		more, err = c.ping(int(port), count)
	default:
		err = errors.New("not a command of this client")
	}
	return fmt.Sprint(cpu()-c.mark, " -1", more), err
}

func (c *client) connect(port int, count int64) error {
	var (
		begun, resumed atomic.Int64
		done           sync.WaitGroup
		failures       = make(chan error, len(c.workers))
	)
	for _, config := range c.workers {
		done.Add(1)
		go func(config *tls.Config) {
			defer done.Done()
			for {
				number := begun.Add(1) - 1
				if number >= count {
					return
				}
				again, err := c.connectOnce(port, c.names+number, config)
				if err != nil {
					failures <- err
					return
				}
				if again {
					resumed.Add(1)
				}
			}
		}(config)
	}
	done.Wait()
	c.names += count
	select {
	case err := <-failures:
		return err
	default:
	}
	// The first connection of each goroutine may have nothing to resume.
	n := resumed.Load()
	if c.handshake == "resumed" && n < count-int64(c.atOnce) || c.handshake != "resumed" && n > 0 {
		return fmt.Errorf("%d of %d connections were resumed", n, count)
	}
	return nil
}

// connectOnce makes one connection and says whether it was resumed.
func (c *client) connectOnce(port int, name int64, config *tls.Config) (bool, error) {
	if c.handshake == "fresh" {
		config = c.config(fmt.Sprintf("n%d.%s", name, c.host))
	}
	conn, err := c.open(port, config)
	if err != nil {
		return false, err
	}
	defer conn.Close() // where it fails; the second close does nothing
	if c.handshake == "resumed" {
		var octet [1]byte
		if _, err := io.ReadFull(conn, octet[:]); err != nil {
			return false, err
		}
	}
	return conn.ConnectionState().DidResume, conn.Close()
}

func (c *client) receive(port int, count int64) error {
	conn, err := c.request(port, count)
	if err != nil {
		return err
	}
	defer conn.Close()
	buffer := make([]byte, record)
	for left := count; left > 0; {
		n, err := conn.Read(buffer[:min(left, record)])
		if err != nil {
			return err
		}
		left -= int64(n)
	}
	return conn.Close()
}

func (c *client) send(port int, count int64) error {
	conn, err := c.request(port, -count)
	if err != nil {
		return err
	}
	defer conn.Close()
	data := make([]byte, record)
	for left := count; left > 0; {
		n, err := conn.Write(data[:min(left, record)])
		if err != nil {
			return err
		}
		left -= int64(n)
	}
	if _, err := io.ReadFull(conn, data[:1]); err != nil {
		return err
	}
	return conn.Close()
}

func (c *client) ping(port int, count int64) (string, error) {
	conn, err := c.request(port, math.MinInt64+count)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	trips := make([]int64, count)
	octet := make([]byte, 1)
	before := time.Now()
	for i := range trips {
		if _, err := conn.Write(octet); err != nil {
			return "", err
		}
		if _, err := io.ReadFull(conn, octet); err != nil {
			return "", err
		}
		after := time.Now()
		trips[i] = after.Sub(before).Nanoseconds()
		before = after
	}
	sort.Slice(trips, func(i, j int) bool { return trips[i] < trips[j] })
	return fmt.Sprint(" ", trips[count/2], " ", trips[count*99/100]), conn.Close()
}

func min(left, right int64) int64 {
	if left < right {
		return left
	}
	return right
}

// cpu is the user and system time of the process in nanoseconds.
func cpu() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err) // documented to fail for wrong arguments alone
	}
	return usage.Utime.Nano() + usage.Stime.Nano()
}
