package load

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"net/http"
	"strings"
	"time"

	"gulimall/pkg/contract/wareapi"
)

// member is a shopper with a session, an address and what is in the cart.
type member struct {
	cookie  string
	address int64
	lines   map[int64]int64 // SKU → count
}

// sku is something to buy.
type sku struct {
	ID    int64  `json:"skuId"`
	Title string `json:"title"`
	Price int64  `json:"price"`
}

// catalogue finds up to n SKUs that are in stock.
func (s *Shop) catalogue(ctx context.Context, n int) ([]sku, error) {
	var all []sku
	for page := 1; len(all) < n; page++ {
		var found struct {
			Items []sku `json:"items"`
			Total int   `json:"total"`
		}
		_, err := s.want(ctx, call{path: fmt.Sprintf("/api/product/search?hasStock=1&pageSize=60&pageNum=%d", page)}, http.StatusOK, &found)
		if err != nil {
			return nil, err
		}
		if all = append(all, found.Items...); len(found.Items) == 0 || len(all) >= found.Total {
			break
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("the shop has nothing in stock")
	}
	return all[:min(n, len(all))], nil
}

// replenish brings in so many pieces of every SKU that nobody is turned away: ware is told on its own port.
func replenish(ctx context.Context, ware string, skus []sku, pieces int64) error {
	direct := &Shop{client: &http.Client{Timeout: answerTime}}
	run := rand.Text()[:10]
	return inParallel(ctx, 4, len(skus), func(ctx context.Context, i int) error {
		_, err := direct.want(ctx, call{method: http.MethodPost, url: ware + wareapi.PathAdjust, body: wareapi.Adjust{
			Key: fmt.Sprintf("bench-%s-%d", run, skus[i].ID), SkuID: skus[i].ID, WareID: 1, Delta: pieces, Reason: "bench",
		}}, http.StatusNoContent, nil)
		return err
	})
}

// register makes a member with an address.
func (s *Shop) register(ctx context.Context) (*member, error) {
	number, err := rand.Int(rand.Reader, big.NewInt(1_000_000_000))
	if err != nil {
		return nil, err
	}
	phone := fmt.Sprintf("15%09d", number)
	if _, err := s.want(ctx, call{method: http.MethodPost, path: "/api/member/sms-codes", body: map[string]string{"phone": phone}}, http.StatusNoContent, nil); err != nil {
		return nil, err
	}
	var sent struct{ Code string }
	if _, err := s.want(ctx, call{path: "/api/member/dev/sms-codes/" + phone}, http.StatusOK, &sent); err != nil {
		return nil, err
	}
	a, err := s.want(ctx, call{method: http.MethodPost, path: "/api/member/register", body: map[string]string{
		"username": "b" + strings.ToLower(rand.Text()[:14]), "password": "Bench-" + rand.Text(), "phone": phone, "code": sent.Code,
	}}, http.StatusCreated, nil)
	if err != nil {
		return nil, err
	}
	m := &member{cookie: cookies(a)}
	var added struct{ ID int64 }
	_, err = s.want(ctx, call{method: http.MethodPost, path: "/api/member/addresses", cookie: m.cookie, body: map[string]any{
		"name": "林小满", "phone": phone, "province": "上海市", "city": "上海市", "region": "徐汇区", "detail": "宜山路 700 号", "isDefault": true,
	}}, http.StatusCreated, &added)
	m.address = added.ID
	return m, err
}

// cart is what the cart's answers say.
type cart struct {
	Items []struct {
		SkuID    int64    `json:"skuId"`
		Count    int64    `json:"count"`
		Checked  bool     `json:"checked"`
		Problems []string `json:"problems"`
	} `json:"items"`
}

// fill puts lines into a member's cart, after what was bought before has left it.
func (s *Shop) fill(ctx context.Context, m *member, lines []sku) error {
	if m.lines != nil {
		if err := s.emptied(ctx, m); err != nil {
			return err
		}
	}
	m.lines = map[int64]int64{}
	for _, l := range lines {
		var now cart
		_, err := s.want(ctx, call{method: http.MethodPost, path: "/api/cart/items", cookie: m.cookie, body: map[string]int64{"skuId": l.ID, "count": 1}}, http.StatusOK, &now)
		if err != nil {
			return err
		}
		m.lines[l.ID]++
		for _, item := range now.Items {
			if m.lines[item.SkuID] != item.Count || !item.Checked || len(item.Problems) > 0 {
				return fmt.Errorf("the cart holds %+v instead of %v", now.Items, m.lines)
			}
		}
	}
	return nil
}

func (s *Shop) emptied(ctx context.Context, m *member) error {
	const patience = 30 * time.Second
	for start := time.Now(); ; {
		var now cart
		if _, err := s.want(ctx, call{path: "/api/cart", cookie: m.cookie}, http.StatusOK, &now); err != nil {
			return err
		}
		if len(now.Items) == 0 {
			return nil
		}
		if time.Since(start) > patience {
			return fmt.Errorf("after %s the cart still holds what was bought: %+v", patience, now.Items)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}
