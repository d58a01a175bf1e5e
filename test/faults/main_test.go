package faults

import (
	"cmp"
	"fmt"
	"os"
	"testing"
)

// TestMain gives these tests a shop of their own, unless one is named: it is dead or healing most of the time, with the processors idle,
// and the other tests go on beside it.
func TestMain(m *testing.M) {
	if cmp.Or(os.Getenv("MALL_E2E_RUN"), os.Getenv("MALL_E2E_ATTACH")) == "" {
		for name, value := range map[string]string{"MALL_E2E_RUN": ".run/faults", "MALL_E2E_PORT_OFFSET": "11000"} {
			if err := os.Setenv(name, value); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(2)
			}
		}
	}
	os.Exit(m.Run())
}
