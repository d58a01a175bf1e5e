package journal_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/services/alipaysim"
	"gulimall/services/alipaysim/journal"
)

func record(no string) alipaysim.Record {
	return alipaysim.Record{At: time.Date(2026, 5, 1, 4, 0, 0, 0, time.UTC), Trades: []alipaysim.Trade{{TradeNo: no, Amount: 1}}}
}

func replayed(t *testing.T, j *journal.Journal) []string {
	t.Helper()
	var all []string
	require.NoError(t, j.Replay(func(r alipaysim.Record) error {
		all = append(all, r.Trades[0].TradeNo)
		return nil
	}))
	return all
}

func TestRecordsComeBackInOrder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	j, err := journal.Open(dir)
	require.NoError(t, err)
	for _, no := range []string{"1", "2", "3"} {
		number, err := j.Append(record(no))
		require.NoError(t, err)
		require.NoError(t, j.Sync(number))
	}
	_, err = journal.Open(dir)
	require.ErrorContains(t, err, "another stand-in")
	require.NoError(t, j.Close())

	j, err = journal.Open(dir)
	require.NoError(t, err)
	defer func() { require.NoError(t, j.Close()) }()
	require.Equal(t, []string{"1", "2", "3"}, replayed(t, j))
	require.Zero(t, j.Torn())
}

func TestALineThatACrashCutShortIsDropped(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "1", "2")
	name := filepath.Join(dir, journal.FileName)
	body, err := os.ReadFile(name)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(name, body[:len(body)-5], 0o600))

	j, err := journal.Open(dir)
	require.NoError(t, err)
	require.Equal(t, []string{"1"}, replayed(t, j))
	require.Positive(t, j.Torn())
	_, err = j.Append(record("3"))
	require.NoError(t, err)
	require.NoError(t, j.Close())

	j, err = journal.Open(dir)
	require.NoError(t, err)
	require.Equal(t, []string{"1", "3"}, replayed(t, j))
	require.NoError(t, j.Close())
}

func TestDamageInTheMiddleIsAnError(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "1", "2")
	name := filepath.Join(dir, journal.FileName)
	body, err := os.ReadFile(name)
	require.NoError(t, err)
	body[20] ^= 1
	require.NoError(t, os.WriteFile(name, body, 0o600))
	_, err = journal.Open(dir)
	require.ErrorContains(t, err, "line 1")
}

func TestManyWritersShareTheDisk(t *testing.T) {
	dir := t.TempDir()
	j, err := journal.Open(dir)
	require.NoError(t, err)
	var writers sync.WaitGroup
	for range 50 {
		writers.Go(func() {
			number, err := j.Append(record("x"))
			if err == nil {
				err = j.Sync(number)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	writers.Wait()
	require.NoError(t, j.Close())
	j, err = journal.Open(dir)
	require.NoError(t, err)
	require.Len(t, replayed(t, j), 50)
	require.NoError(t, j.Close())
}

func write(t *testing.T, dir string, numbers ...string) {
	t.Helper()
	j, err := journal.Open(dir)
	require.NoError(t, err)
	for _, no := range numbers {
		_, err := j.Append(record(no))
		require.NoError(t, err)
	}
	require.NoError(t, j.Close())
}
