package orderno_test

import (
	"context"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/orderno"
)

func TestNumbersOfTwoMachinesNeverMeet(t *testing.T) {
	db := dbtest.Open(t, fstest.MapFS{"0001_machine.sql": {Data: []byte(`-- +goose Up
CREATE TABLE machine_number (id TINYINT PRIMARY KEY, next BIGINT NOT NULL);
INSERT INTO machine_number VALUES (1, 65534);`)}})
	var mu sync.Mutex
	var wg sync.WaitGroup
	seen := map[string]bool{}
	for range 4 {
		machine, err := orderno.Machine(context.Background(), db)
		require.NoError(t, err)
		g, err := orderno.New(machine)
		require.NoError(t, err)
		wg.Go(func() {
			for range 500 {
				sn, err := g.Next()
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				if seen[sn] {
					t.Error("twice: " + sn)
				}
				seen[sn] = true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	require.Len(t, seen, 2000)
	for sn := range seen {
		require.Regexp(t, `^[0-9]{15,18}$`, sn)
	}
}
