package load

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"gulimall/pkg/contract/orderapi"
)

// Buying is a crowd that orders again and again.
type Buying struct {
	Shop    *Shop
	Ware    string // address of the ware service itself, http://127.0.0.1:18005
	Members int
	Lines   int // SKUs in an order
	Workers int

	skus    []sku
	members []*member
	mu      sync.Mutex
	sns     map[string]bool
	next    int // where in skus the next order begins
}

// Prepare registers the members, each with an address, and brings in the stock. None of it is measured.
func (b *Buying) Prepare(ctx context.Context) (err error) {
	const kinds, pieces = 120, 100_000
	if b.skus, err = b.Shop.catalogue(ctx, kinds); err != nil {
		return err
	}
	if len(b.skus) < b.Lines {
		return fmt.Errorf("%d SKUs in stock, %d needed for an order", len(b.skus), b.Lines)
	}
	if err := replenish(ctx, b.Ware, b.skus, pieces); err != nil {
		return err
	}
	b.sns, b.members = map[string]bool{}, make([]*member, b.Members)
	return inParallel(ctx, 8, b.Members, func(ctx context.Context, i int) (err error) {
		b.members[i], err = b.Shop.register(ctx)
		return err
	})
}

// Orders is how many were placed so far.
func (b *Buying) Orders() int { return len(b.sns) }

// Round fills every cart, without measuring it, and then lets every member settle and submit one order, and pay it if so wanted. It
// takes down how long the settling, the submitting and all of it took, and whoever was paid is looked after when all have ordered.
func (b *Buying) Round(ctx context.Context, pay bool, into *Phase) error {
	err := inParallel(ctx, b.Workers, len(b.members), func(ctx context.Context, i int) error {
		b.mu.Lock()
		lines := make([]sku, b.Lines)
		for l := range lines {
			lines[l] = b.skus[b.next%len(b.skus)]
			b.next++
		}
		b.mu.Unlock()
		return b.Shop.fill(ctx, b.members[i], lines)
	})
	if err != nil {
		return fmt.Errorf("fill carts: %w", err)
	}
	paid := make([]string, len(b.members))
	stop := into.start()
	err = inParallel(ctx, b.Workers, len(b.members), func(ctx context.Context, i int) (err error) {
		paid[i], err = b.order(ctx, b.members[i], pay, into)
		return err
	})
	stop(len(b.members))
	if err != nil || !pay {
		return err
	}
	return inParallel(ctx, b.Workers, len(b.members), func(ctx context.Context, i int) error { return b.awaitPaid(ctx, b.members[i], paid[i]) })
}

func (b *Buying) order(ctx context.Context, m *member, pay bool, into *Phase) (string, error) {
	start := time.Now()
	var page orderapi.Confirm
	if _, err := b.Shop.want(ctx, call{path: "/api/order/confirm", cookie: m.cookie}, http.StatusOK, &page); err != nil {
		return "", err
	}
	settled := time.Now()
	if err := rightPage(m, page); err != nil {
		return "", err
	}
	submitting := time.Now()
	var placed orderapi.Order
	_, err := b.Shop.want(ctx, call{method: http.MethodPost, path: "/api/order/orders", cookie: m.cookie, body: orderapi.SubmitRequest{
		Token: page.Token, AddressID: m.address, PayAmount: page.Amounts.Pay,
	}}, http.StatusCreated, &placed)
	if err != nil {
		return "", err
	}
	submitted := time.Now()
	if err := b.rightOrder(m, page, placed); err != nil {
		return "", err
	}
	if pay {
		if err := b.pay(ctx, m, placed); err != nil {
			return "", err
		}
		into.add("pay", time.Since(submitted))
	}
	into.add("settle", settled.Sub(start))
	into.add("submit", submitted.Sub(submitting))
	into.add("order", time.Since(start))
	return placed.OrderSn, nil
}

// rightPage says what is wrong with a settlement page.
func rightPage(m *member, page orderapi.Confirm) error {
	var wrong error
	if page.Token == "" || len(page.Addresses) == 0 || page.Addresses[0].ID != m.address {
		wrong = errors.New("no token, or not the member's address")
	}
	if len(page.Items) != len(m.lines) {
		wrong = errors.Join(wrong, fmt.Errorf("%d items instead of %d", len(page.Items), len(m.lines)))
	}
	var goods int64
	for _, item := range page.Items {
		goods += int64(item.Price) * item.Count
		if m.lines[item.SkuID] != item.Count || !item.HasStock || int64(item.Subtotal) != int64(item.Price)*item.Count {
			wrong = errors.Join(wrong, fmt.Errorf("item %+v is not what was put into the cart", item))
		}
	}
	if a := page.Amounts; int64(a.Goods) != goods || a.Pay != a.Goods-a.Promotion-a.Coupon-a.Points+a.Freight || a.Pay <= 0 || a.Freight != page.Freight {
		wrong = errors.Join(wrong, fmt.Errorf("amounts %+v of goods for %d", a, goods))
	}
	if wrong != nil {
		return fmt.Errorf("settlement page: %w", wrong)
	}
	return nil
}

// rightOrder says what is wrong with an order.
func (b *Buying) rightOrder(m *member, page orderapi.Confirm, o orderapi.Order) error {
	b.mu.Lock()
	again := b.sns[o.OrderSn]
	b.sns[o.OrderSn] = true
	b.mu.Unlock()
	var wrong error
	if again || o.OrderSn == "" {
		wrong = errors.New("its number is not its own")
	}
	if o.Status != orderapi.StatusPending || o.Amounts != page.Amounts || o.Address.ID != m.address {
		wrong = errors.Join(wrong, fmt.Errorf("status %s, amounts %+v instead of %+v", o.Status, o.Amounts, page.Amounts))
	}
	if len(o.Items) != len(m.lines) {
		wrong = errors.Join(wrong, fmt.Errorf("%d items instead of %d", len(o.Items), len(m.lines)))
	}
	for _, item := range o.Items {
		if m.lines[item.SkuID] != item.Count {
			wrong = errors.Join(wrong, fmt.Errorf("item %+v was not ordered", item))
		}
	}
	if wrong != nil {
		return fmt.Errorf("order %s: %w", o.OrderSn, wrong)
	}
	return nil
}

// pay gets a pay URL and does at the stand-in what a buyer does.
func (b *Buying) pay(ctx context.Context, m *member, o orderapi.Order) error {
	var offer struct{ URL string }
	_, err := b.Shop.want(ctx, call{
		method: http.MethodPost, path: "/api/payment/orders/" + o.OrderSn + "/pay", cookie: m.cookie, body: map[string]string{"channel": "alipay"},
	}, http.StatusOK, &offer)
	if err != nil {
		return err
	}
	var trade struct {
		Status string
		Amount int64
	}
	_, err = b.Shop.want(ctx, call{
		method: http.MethodPost, host: "alipay", path: "/sandbox/api/trades/" + o.OrderSn + "/pay", body: map[string]string{"url": offer.URL},
	}, http.StatusOK, &trade)
	if err == nil && (trade.Status != "TRADE_SUCCESS" || trade.Amount != int64(o.Amounts.Pay)) {
		err = fmt.Errorf("order %s: trade %+v", o.OrderSn, trade)
	}
	return err
}

// awaitPaid waits until an order knows of its money.
func (b *Buying) awaitPaid(ctx context.Context, m *member, sn string) error {
	const patience = 60 * time.Second
	for start := time.Now(); ; {
		var o orderapi.Order
		if _, err := b.Shop.want(ctx, call{path: "/api/order/orders/" + sn, cookie: m.cookie}, http.StatusOK, &o); err != nil {
			return err
		}
		if o.Status == orderapi.StatusPaid && o.Payment.TradeNo != "" && o.PaidAt != nil {
			return nil
		}
		if time.Since(start) > patience {
			return fmt.Errorf("order %s is %s, %s after it was paid", sn, o.Status, patience)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}
