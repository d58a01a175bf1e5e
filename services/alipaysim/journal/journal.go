// Package journal keeps the stand-in's ledger in an append-only file: one line for each record, a checksum in front. What
// was synced survives a crash of the process and of the machine.
package journal

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"

	"gulimall/services/alipaysim"
)

// FileName is the ledger's name in the data directory.
const FileName = "ledger.jsonl"

// checksumLen is eight hexadecimal digits and a space.
const checksumLen = 9

var _ alipaysim.Journal = (*Journal)(nil)

// Journal is an open ledger. One process at a time may have it open.
type Journal struct {
	mu      sync.Mutex
	file    *os.File
	records []alipaysim.Record // read at Open, until they are replayed
	torn    int64
	written atomic.Int64

	syncing sync.Mutex
	synced  int64
}

// Open opens the ledger of a directory and reads it; it makes both where they are missing. A last line that a crash cut
// short was never answered for and is dropped; any other damage is an error.
func Open(dir string) (*Journal, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	name := filepath.Join(dir, FileName)
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	j := &Journal{file: file}
	if err := j.take(dir); err != nil {
		return nil, errors.Join(fmt.Errorf("ledger %s: %w", name, err), file.Close())
	}
	return j, nil
}

func (j *Journal) take(dir string) error {
	if err := syscall.Flock(int(j.file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return fmt.Errorf("another stand-in has it open: %w", err)
	}
	if err := j.read(); err != nil {
		return err
	}
	// A new file is there after a crash only if its directory was synced as well.
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func (j *Journal) read() error {
	in := bufio.NewReader(j.file)
	var good int64
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			j.torn = int64(len(line))
			if j.torn == 0 {
				return nil
			}
			if err := j.file.Truncate(good); err != nil {
				return err
			}
			return j.file.Sync()
		}
		if err != nil {
			return err
		}
		r, err := decode(line)
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		j.records = append(j.records, r)
		good += int64(len(line))
	}
}

func decode(line []byte) (alipaysim.Record, error) {
	var r alipaysim.Record
	line = bytes.TrimSuffix(line, []byte("\n"))
	if len(line) <= checksumLen {
		return r, errors.New("too short")
	}
	body := line[checksumLen:]
	if string(line[:checksumLen]) != checksum(body) {
		return r, errors.New("checksum does not fit")
	}
	return r, json.Unmarshal(body, &r)
}

func checksum(body []byte) string {
	return fmt.Sprintf("%08x ", crc32.ChecksumIEEE(body))
}

// Torn is how many bytes of an unfinished line were dropped at Open.
func (j *Journal) Torn() int64 { return j.torn }

// Replay implements alipaysim.Journal; it hands out what Open read, once.
func (j *Journal) Replay(f func(alipaysim.Record) error) error {
	records := j.records
	j.records = nil
	for _, r := range records {
		if err := f(r); err != nil {
			return err
		}
	}
	return nil
}

// Append implements alipaysim.Journal.
func (j *Journal) Append(r alipaysim.Record) (int64, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return 0, fmt.Errorf("encode record: %w", err)
	}
	line := append([]byte(checksum(body)), body...)
	j.mu.Lock()
	defer j.mu.Unlock()
	if _, err := j.file.Write(append(line, '\n')); err != nil {
		return 0, fmt.Errorf("write record: %w", err)
	}
	return j.written.Add(1), nil
}

// Sync implements alipaysim.Journal. Callers that arrive while the disk is busy share the next call to it.
func (j *Journal) Sync(number int64) error {
	j.syncing.Lock()
	defer j.syncing.Unlock()
	if j.synced >= number {
		return nil
	}
	upTo := j.written.Load()
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("sync ledger: %w", err)
	}
	j.synced = upTo
	return nil
}

// Close closes the file.
func (j *Journal) Close() error { return j.file.Close() }
