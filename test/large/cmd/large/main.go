// Command large gives the shop that runs below a run folder a long past: see package large.
package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	_ "github.com/go-sql-driver/mysql" // the connection

	"gulimall/deploy/native/servers"
	"gulimall/deploy/native/stack"
	"gulimall/test/large"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	switch {
	case errors.Is(err, large.ErrThere):
		fmt.Println(err)
	case err != nil:
		fmt.Fprintln(os.Stderr, "large:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("large", flag.ContinueOnError)
	folder := flags.String("run", ".run", "the run folder of the shop")
	size := large.Full()
	flags.IntVar(&size.Orders, "orders", size.Orders, "how many orders")
	flags.IntVar(&size.SKUs, "skus", size.SKUs, "how many SKUs; a multiple of 5")
	flags.IntVar(&size.Claims, "claims", size.Claims, "how many claims of coupons")
	if err := flags.Parse(args); err != nil {
		return err
	}
	place, err := filepath.Abs(*folder)
	if err != nil {
		return err
	}
	s, err := stack.Load(place)
	if err != nil {
		return err
	}
	secrets, err := servers.MakeSecrets(s)
	if err != nil {
		return err
	}
	db, err := sql.Open("mysql", "root:"+secrets.Root+"@tcp("+stack.Loopback(s.Ports().MariaDB)+")/")
	if err != nil {
		return err
	}
	begun := time.Now()
	err = errors.Join(large.Fill(ctx, db, size, begun), db.Close())
	if err == nil {
		fmt.Printf("%d orders, %d SKUs and %d claims in %s\n", size.Orders, size.SKUs, size.Claims, time.Since(begun).Round(time.Second))
	}
	return err
}
