package audit

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

// Alipay is the other side's books.
type Alipay interface {
	// Trades lists what the other side knows: at least the trades of the given orders.
	Trades(ctx context.Context, orderSns []string) ([]Trade, error)
}

// Trade is a trade as the other side knows it. Amounts are fen.
type Trade struct {
	TradeNo  string
	OrderSn  string
	Amount   int64
	Refunded int64
	Paid     bool // money came, whatever became of it
}

// alipayRules compare our books with the other side's.
func alipayRules() []rule {
	return []rule{{
		name: "alipay-books", says: "what Alipay captured and gave back is what we booked, trade by trade", when: atRest,
		on: []string{"alipay", "pay"}, look: alipayBooks,
	}}
}

// taken are the orders whose money the other side knows: those that the shop took itself, and the demo history's, which the stand-in begins
// with. Those that were seeded by the thousand have sixteen digits too; no Alipay knows them.
const taken = "(order_sn IN (:seeded) OR order_sn NOT REGEXP '^[0-9]{16}$')"

func alipayBooks(ctx context.Context, s *snapshot, res *Result) error {
	var sns []string
	err := s.each(ctx, "SELECT order_sn, '' FROM pay.pay_payment WHERE offered_at IS NOT NULL AND "+taken,
		func(sn, _ string) { sns = append(sns, sn) })
	if err != nil {
		return err
	}
	ours := map[string]string{}
	err = s.each(ctx, `SELECT t.trade_no, CONCAT(t.order_sn, ': ', t.amount, ' came, ', COALESCE(r.amount, 0), ' went back') FROM pay.pay_trade t
		LEFT JOIN (SELECT trade_no, SUM(amount) AS amount FROM pay.pay_refund WHERE status = 2 GROUP BY trade_no) r ON r.trade_no = t.trade_no
		WHERE `+taken, func(no, books string) { ours[no] = books })
	if err != nil {
		return err
	}
	theirs, err := s.Alipay.Trades(ctx, sns)
	if err != nil {
		return err
	}
	for _, t := range theirs {
		if !t.Paid {
			continue
		}
		res.Rows++
		books := fmt.Sprintf("%s: %d came, %d went back", t.OrderSn, t.Amount, t.Refunded)
		our, known := ours[t.TradeNo]
		switch {
		case !known:
			res.add(t.TradeNo, "Alipay says "+books+"; we do not know it")
		case our != books:
			res.add(t.TradeNo, "Alipay says "+books+"; we say "+our)
		}
		delete(ours, t.TradeNo)
	}
	for no, our := range ours {
		res.Rows++
		res.add(no, "we say "+our+"; Alipay does not know it")
	}
	return nil
}

// simTrade is a trade of the stand-in, in its ledger and in its sandbox.
type simTrade struct {
	TradeNo    string    `json:"tradeNo"`
	OutTradeNo string    `json:"outTradeNo"`
	Amount     int64     `json:"amount"`
	PaidAt     time.Time `json:"paidAt"`
	Refunds    []struct {
		Amount int64 `json:"amount"`
	} `json:"refunds"`
}

func (t simTrade) trade() Trade {
	out := Trade{TradeNo: t.TradeNo, OrderSn: t.OutTradeNo, Amount: t.Amount, Paid: !t.PaidAt.IsZero()}
	for _, r := range t.Refunds {
		out.Refunded += r.Amount
	}
	return out
}

// Ledger is the ledger file of alipaysim: all that it ever knew.
type Ledger string

// Trades implements Alipay.
func (l Ledger) Trades(context.Context, []string) ([]Trade, error) {
	file, err := os.ReadFile(string(l))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	const checksum = 9 // eight digits and a space
	last := map[string]Trade{}
	lines := bufio.NewScanner(bytes.NewReader(file))
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		var record struct {
			Trades []simTrade `json:"trades"`
		}
		if len(lines.Bytes()) <= checksum {
			continue
		}
		if err := json.Unmarshal(lines.Bytes()[checksum:], &record); err != nil {
			if !bytes.HasSuffix(file, []byte("\n")) {
				break // the last line is being written
			}
			return nil, fmt.Errorf("%s line %d: %w", l, n, err)
		}
		for _, t := range record.Trades {
			last[t.TradeNo] = t.trade()
		}
	}
	all := make([]Trade, 0, len(last))
	for _, t := range last {
		all = append(all, t)
	}
	return all, lines.Err()
}

// Sandbox is the address of alipaysim: it tells of the orders that it is asked about.
type Sandbox string

// Trades implements Alipay.
func (b Sandbox) Trades(ctx context.Context, orderSns []string) ([]Trade, error) {
	const atOnce = 8
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DialContext: Dial, MaxIdleConnsPerHost: atOnce}}
	defer client.CloseIdleConnections()
	found := make([][]Trade, len(orderSns))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, sn := range orderSns {
		group.Go(func() (err error) {
			found[i], err = b.order(ctx, client, sn)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var all []Trade
	for _, trades := range found {
		all = append(all, trades...)
	}
	return all, nil
}

func (b Sandbox) order(ctx context.Context, client *http.Client, sn string) ([]Trade, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(string(b), "/")+"/sandbox/api/trades/"+sn, nil)
	if err != nil {
		return nil, err
	}
	res, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("alipaysim: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode == http.StatusNotFound {
		return nil, nil // the cashier was never opened
	}
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("alipaysim answers %s about order %s", res.Status, sn)
	}
	var view struct {
		Trades []simTrade `json:"trades"`
	}
	if err := json.NewDecoder(res.Body).Decode(&view); err != nil {
		return nil, fmt.Errorf("alipaysim about order %s: %w", sn, err)
	}
	all := make([]Trade, len(view.Trades))
	for i, t := range view.Trades {
		all[i] = t.trade()
	}
	return all, nil
}

// Dial connects to names below localhost, which are this machine wherever one asks, without asking.
func Dial(ctx context.Context, network, addr string) (net.Conn, error) {
	if host, port, err := net.SplitHostPort(addr); err == nil && (host == "localhost" || strings.HasSuffix(host, ".localhost")) {
		addr = net.JoinHostPort("127.0.0.1", port)
	}
	var d net.Dialer
	return d.DialContext(ctx, network, addr)
}
