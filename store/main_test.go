//go:build unix

package store

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

var kills = flag.Int("kills", 8, "how many times TestKilled kills a writer")

// roleEnv makes the test binary play a part in another process: TestKilled and
// others need one that can be killed, that holds the lock, or that runs out of
// room.
const roleEnv = "EMBAI_STORE_TEST_ROLE"

func TestMain(m *testing.M) {
	role, path, _ := strings.Cut(os.Getenv(roleEnv), " ")
	var err error
	switch role {
	case "":
		os.Exit(m.Run())
	case "write":
		err = playWriter(path)
	case "hold":
		err = playHolder(path)
	case "fill":
		err = playFiller(path)
	case "build":
		err = playBuilder(path)
	case "measure":
		err = playMeasurer(path)
	default:
		err = errors.New("no such role")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// start runs the test binary in a role. Its output comes line by line.
func start(t *testing.T, role, path string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), roleEnv+"="+role+" "+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	return cmd, bufio.NewScanner(out)
}

// pageOf is the nth page of the writer: items, of which one is known from the
// page before, and one joins two known ones now and then.
func pageOf(n int) Fetched {
	url := fmt.Sprintf("https://site%d.example/feed", n%40)
	items := madeMany(n*7, 8, strings.Repeat("正文。", n%300))
	return Fetched{
		URL: url, Items: items, Validators: Validators{Address: url, ETag: strconv.Itoa(n)},
		Source: SourceState{Name: fmt.Sprintf("source-%d", n%40), Pages: n},
	}
}

// playWriter commits pages for ever, with real syncs, and prints the number of
// each one that is committed.
func playWriter(path string) error {
	s, err := Open(path, Options{Now: newClock().Now, Bands: bands16, Wait: 10 * time.Second})
	if err != nil {
		return err
	}
	_, blob, err := s.GetBlob("next")
	if err != nil {
		return err
	}
	next, _ := strconv.Atoi(string(blob))
	for n := next; ; n++ {
		if _, err := s.Commit(context.Background(), Batch{Pages: []Fetched{pageOf(n)}}); err != nil {
			return err
		}
		fmt.Println(n)
		if n%20 == 19 {
			if err := s.PutBlob(context.Background(), "next", 1, []byte(strconv.Itoa(n+1))); err != nil {
				return err
			}
		}
	}
}

// playHolder opens the store, says so, and waits to be told to stop.
func playHolder(path string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	s, err := Open(path, Options{Command: "embai-crawl run", NoSync: true})
	if err != nil {
		return err
	}
	fmt.Println("held")
	<-ctx.Done()
	return s.Close()
}

// playFiller writes until there is no room, which a limit on the size of files
// brings about, prints what was committed and the error, and then reads.
func playFiller(path string) error {
	const room = 40 << 20
	limit := syscall.Rlimit{Cur: room, Max: room}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	signal.Ignore(syscall.SIGXFSZ)
	s, err := Open(path, Options{Now: newClock().Now, Bands: bands16, NoSync: true})
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		if n*7*8 > 10*room {
			return errors.New("there was room without end")
		}
		page := pageOf(n)
		_, err := s.Commit(context.Background(), Batch{Pages: []Fetched{page, {Items: madeMany(1_000_000+n*200, 200, "")}}})
		if err == nil {
			fmt.Println(n)
			continue
		}
		fmt.Println(err)
		// What was stored can be read, and a small write says the same again.
		if _, ok, err := s.Get(page.Items[0].ID); ok && n > 0 || err != nil {
			fmt.Println("and", ok, err)
		}
		return s.Close()
	}
}
