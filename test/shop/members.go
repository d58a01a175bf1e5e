package shop

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"testing"

	"golang.org/x/sync/errgroup"
)

// Password is what every registered member of the tests has.
const Password = "Prüfung-2026!"

// registering is how many members register at once: as many as argon2 finds cores for.
const registering = 4

// NewMember registers a new member through the API; the browser is signed in afterwards.
func (m *Mall) NewMember(tb testing.TB) *Shopper {
	tb.Helper()
	s := m.Guest()
	s.Register(tb)
	return s
}

// Register makes a member of whoever uses this browser.
func (s *Shopper) Register(tb testing.TB) {
	tb.Helper()
	if err := s.register(tb.Context()); err != nil {
		tb.Fatal(err)
	}
}

func (s *Shopper) register(ctx context.Context) error {
	s.Phone, s.Username, s.Password = NewPhone(), NewUsername(), Password
	if _, err := s.expect(ctx, http.StatusNoContent, http.MethodPost, "/api/member/sms-codes", map[string]string{"phone": s.Phone}); err != nil {
		return err
	}
	code, err := s.smsCode(ctx)
	if err != nil {
		return err
	}
	a, err := s.expect(ctx, http.StatusCreated, http.MethodPost, "/api/member/register", map[string]string{
		"username": s.Username, "password": s.Password, "phone": s.Phone, "code": code,
	})
	if err != nil {
		return err
	}
	var who Member
	err = json.Unmarshal(a.Body, &who)
	s.ID = who.ID
	return err
}

func (s *Shopper) smsCode(ctx context.Context) (string, error) {
	a, err := s.expect(ctx, http.StatusOK, http.MethodGet, "/api/member/dev/sms-codes/"+s.Phone, nil)
	if err != nil {
		return "", err
	}
	var sent struct {
		Code string `json:"code"`
	}
	return sent.Code, json.Unmarshal(a.Body, &sent)
}

func (s *Shopper) expect(ctx context.Context, status int, method, path string, body any) (*Answer, error) {
	a, err := s.Send(ctx, Request{Method: method, Path: path, JSON: body})
	if err == nil && a.Status != status {
		err = fmt.Errorf("%s: %d instead of %d\n%s", a.Request, a.Status, status, short(a.Body))
	}
	return a, err
}

// Login signs a member in with this browser.
func (s *Shopper) Login(tb testing.TB, account, password string) Member {
	tb.Helper()
	var who Member
	s.API(tb, http.MethodPost, "/api/member/login", map[string]string{"account": account, "password": password}).Into(tb, http.StatusOK, &who)
	s.ID, s.Username, s.Password, s.Phone = who.ID, who.Username, password, who.Phone
	return who
}

// Home is an address near a warehouse, the default one of the members that the tests make.
func Home() Address {
	return Address{
		Name: "林小满", Phone: "13912345678", Province: "上海市", City: "上海市", Region: "徐汇区", Detail: "宜山路 700 号", PostCode: "200233", IsDefault: true,
	}
}

// AddAddress adds a delivery address.
func (s *Shopper) AddAddress(tb testing.TB, a Address) Address {
	tb.Helper()
	var added Address
	s.API(tb, http.MethodPost, "/api/member/addresses", a).Into(tb, http.StatusCreated, &added)
	return added
}

// WithAddress registers a new member who has an address.
func (m *Mall) WithAddress(tb testing.TB) *Shopper {
	tb.Helper()
	s := m.NewMember(tb)
	s.AddAddress(tb, Home())
	return s
}

// Members gives n members with an address and an empty cart. They are registered once and given out again to the next test that asks,
// so tests that use them may not run side by side.
func (m *Mall) Members(tb testing.TB, n int) []*Shopper {
	tb.Helper()
	m.pool.Lock()
	defer m.pool.Unlock()
	known := len(m.pool.members)
	fresh := make([]*Shopper, max(n-known, 0))
	group, ctx := errgroup.WithContext(tb.Context())
	group.SetLimit(registering)
	for i := range fresh {
		group.Go(func() error {
			s := m.Guest()
			fresh[i] = s
			if err := s.register(ctx); err != nil {
				return err
			}
			_, err := s.expect(ctx, http.StatusCreated, http.MethodPost, "/api/member/addresses", Home())
			return err
		})
	}
	for _, s := range m.pool.members[:min(n, known)] {
		group.Go(func() error { return s.emptyCart(ctx) })
	}
	if err := group.Wait(); err != nil {
		tb.Fatal(err)
	}
	m.pool.members = append(m.pool.members, fresh...)
	return m.pool.members[:n]
}

func (s *Shopper) emptyCart(ctx context.Context) error {
	a, err := s.expect(ctx, http.StatusOK, http.MethodGet, "/api/cart", nil)
	if err != nil {
		return err
	}
	var c Cart
	if err := json.Unmarshal(a.Body, &c); err != nil {
		return err
	}
	for _, item := range c.Items {
		if _, err := s.expect(ctx, http.StatusOK, http.MethodDelete, "/api/cart/items/"+id(item.SkuID), nil); err != nil {
			return err
		}
	}
	return nil
}

// NewPhone draws a phone number that nobody has.
func NewPhone() string { return "19" + strconv.FormatInt(100_000_000+rand.Int64N(900_000_000), 10) }

// NewUsername draws a name that nobody has.
func NewUsername() string { return "t" + strconv.FormatUint(rand.Uint64N(1<<50), 36) }
