package alipaysim

import (
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"sync"
	"time"
)

// Options are what a Sim is made of.
type Options struct {
	AppID    string
	SellerID string
	Keys     Keys
	Scale    Scale
	Journal  Journal          // nil forgets everything at exit
	Now      func() time.Time // the platform's clock
}

// Sim is the platform: the ledger of trades, and the notifications that are due. It is safe for concurrent use.
type Sim struct {
	appID    string
	sellerID string
	keys     Keys
	scale    Scale
	journal  Journal
	clock    func() time.Time
	wake     chan struct{}

	mu       sync.Mutex
	broken   error
	faults   Faults
	trades   map[string]*Trade   // by trade number
	orders   map[string][]*Trade // by the merchant's number, the first to arise first
	notices  map[string]*Notice
	byOrder  map[string][]string // notice ids by the merchant's number, in the order in which they arose
	waiting  map[string]struct{} // trades that can still expire
	pending  map[string]struct{} // notices that are still to be sent
	inFlight map[string]struct{}
}

// New makes a Sim and replays its journal.
func New(o Options) (*Sim, error) {
	if o.AppID == "" || o.SellerID == "" || o.Keys.Private == nil || o.Keys.Merchant == nil || o.Now == nil {
		return nil, errors.New("alipaysim: app id, seller id, both keys and a clock are needed")
	}
	if o.Journal == nil {
		o.Journal = forgetful{}
	}
	s := &Sim{
		appID: o.AppID, sellerID: o.SellerID, keys: o.Keys, scale: o.Scale, journal: o.Journal, clock: o.Now,
		wake:   make(chan struct{}, 1),
		trades: map[string]*Trade{}, orders: map[string][]*Trade{},
		notices: map[string]*Notice{}, byOrder: map[string][]string{},
		waiting: map[string]struct{}{}, pending: map[string]struct{}{}, inFlight: map[string]struct{}{},
	}
	err := o.Journal.Replay(func(r Record) error {
		s.apply(r)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("replay journal: %w", err)
	}
	return s, nil
}

// Scale is how much faster than Alipay's the waits are.
func (s *Sim) Scale() Scale { return s.scale }

// SellerID is the account that is paid.
func (s *Sim) SellerID() string { return s.sellerID }

// Keys are the platform's key pair halves.
func (s *Sim) Keys() Keys { return s.keys }

// Now is the platform's time.
func (s *Sim) Now() time.Time { return s.clock().UTC().Truncate(time.Millisecond) }

// Faults are the global ones.
func (s *Sim) Faults() Faults {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.faults
}

// SetFaults replaces the global faults. They are not kept in the journal: a new start has none.
func (s *Sim) SetFaults(f Faults) {
	f.Gateway.Methods = slices.Clone(f.Gateway.Methods)
	s.mu.Lock()
	s.faults = f
	s.mu.Unlock()
	s.nudge()
}

// ClearFaults takes away the global faults and those that single payments brought along.
func (s *Sim) ClearFaults() error {
	err := s.change(func(tx *change) error {
		for no, t := range s.trades {
			if t.Faults != nil {
				tx.trade(no).Faults = nil
			}
		}
		s.faults = Faults{}
		return nil
	})
	s.nudge()
	return err
}

// change is one use case at work: it alters copies, which become the state only when the journal has them.
type change struct {
	s       *Sim
	now     time.Time
	trades  []*Trade
	notices []*Notice
}

// begin starts a change with what the clock has done since the last one.
func (s *Sim) begin() *change {
	tx := &change{s: s, now: s.Now()}
	tx.lapse()
	return tx
}

func (s *Sim) change(f func(*change) error) error {
	number, raised, err := s.changeLocked(f)
	if err != nil {
		return err
	}
	if raised {
		s.nudge()
	}
	if number == 0 {
		return nil
	}
	return s.journal.Sync(number)
}

func (s *Sim) changeLocked(f func(*change) error) (number int64, raised bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken != nil {
		return 0, false, s.broken
	}
	tx := s.begin()
	refused := f(tx)
	if refused != nil {
		tx = s.begin() // what the clock did stays, what the use case wanted does not
	}
	if len(tx.trades)+len(tx.notices) == 0 {
		return 0, false, refused
	}
	r := Record{At: tx.now}
	for _, t := range tx.trades {
		r.Trades = append(r.Trades, *t)
	}
	for _, n := range tx.notices {
		r.Notices = append(r.Notices, *n)
	}
	number, err = s.journal.Append(r)
	if err != nil {
		// A ledger that can no longer be written must not go on as if it could.
		s.broken = fmt.Errorf("journal: %w", err)
		return 0, false, s.broken
	}
	s.apply(r)
	return number, true, refused
}

// lapse closes what has run out of time.
func (tx *change) lapse() {
	for no := range tx.s.waiting {
		if !tx.s.trades[no].expired(tx.now) {
			continue
		}
		t := tx.trade(no)
		if t.close(tx.now) == nil {
			tx.raise(t, nil)
		}
	}
}

// trade returns the copy to work on, or nil where there is none.
func (tx *change) trade(tradeNo string) *Trade {
	for _, t := range tx.trades {
		if t.TradeNo == tradeNo {
			return t
		}
	}
	found, ok := tx.s.trades[tradeNo]
	if !ok {
		return nil
	}
	t := found.clone()
	tx.trades = append(tx.trades, t)
	return t
}

// find looks a trade up as Alipay does: its own number wins, and of several trades of one order the first is meant.
func (tx *change) find(ref Ref) (*Trade, error) {
	tradeNo := ref.TradeNo
	if tradeNo == "" {
		all := tx.s.orders[ref.OutTradeNo]
		if len(all) == 0 {
			return nil, ErrTradeNotExist
		}
		tradeNo = all[0].TradeNo
	}
	t := tx.trade(tradeNo)
	if t == nil {
		return nil, ErrTradeNotExist
	}
	return t, nil
}

// apply makes a record part of the state.
func (s *Sim) apply(r Record) {
	for i := range r.Trades {
		t := &r.Trades[i]
		if old, ok := s.trades[t.TradeNo]; ok {
			*old = *t
			t = old
		} else {
			s.trades[t.TradeNo] = t
			s.orders[t.OutTradeNo] = append(s.orders[t.OutTradeNo], t)
		}
		mark(s.waiting, t.TradeNo, t.Status == WaitBuyerPay)
	}
	for i := range r.Notices {
		n := &r.Notices[i]
		if _, ok := s.notices[n.ID]; !ok {
			s.byOrder[n.OutTradeNo] = append(s.byOrder[n.OutTradeNo], n.ID)
		}
		s.notices[n.ID] = n
		mark(s.pending, n.ID, !n.NextAt.IsZero())
	}
}

func mark(set map[string]struct{}, key string, in bool) {
	if in {
		set[key] = struct{}{}
		return
	}
	delete(set, key)
}

func (s *Sim) nudge() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// digits returns n random decimal digits.
func digits(n int64) string {
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil)
	i, err := rand.Int(rand.Reader, limit)
	if err != nil {
		i = new(big.Int) // crypto/rand ends the process before it returns an error
	}
	return fmt.Sprintf("%0*d", n, i)
}
