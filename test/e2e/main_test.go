package e2e

import (
	"context"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"gulimall/test/shop"
)

// TestMain lets the auditor look over everything that the tests have left behind.
func TestMain(m *testing.M) {
	flag.Parse()
	// Most tests wait more than they work, some for the deadline of an order.
	if err := flag.Set("test.parallel", "12"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	code := m.Run()
	if mall := shop.Started(); mall != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
		if err := mall.Books(ctx); err != nil {
			fmt.Fprintln(os.Stderr, "--- FAIL: after all tests:", err)
			code = max(code, 1)
		}
		cancel()
	}
	os.Exit(code)
}
