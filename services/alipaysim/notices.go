package alipaysim

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"gulimall/pkg/money"
)

// raise makes the notification of a change; refund is the one that changed the trade, if any did.
func (tx *change) raise(t *Trade, refund *Refund) {
	if t.NotifyURL == "" {
		return
	}
	faults := tx.faults(t.Faults)
	n := &Notice{
		ID:      tx.now.In(zone()).Format("20060102") + strings.ReplaceAll(uuid.NewString(), "-", "")[:26],
		TradeNo: t.TradeNo, OutTradeNo: t.OutTradeNo, URL: t.NotifyURL, CreatedAt: tx.now,
		NextAt: tx.now.Add(time.Duration(faults.DelayMs) * time.Millisecond),
	}
	n.Fields = tx.s.fields(n.ID, t, refund)
	if faults.Reorder {
		tx.hold(n)
	}
	tx.notices = append(tx.notices, n)
}

// hold keeps a notice back for a later one of the same order; if it is itself the later one, it goes first and the ones
// that were kept back follow, the last one first.
func (tx *change) hold(n *Notice) {
	var kept []*Notice
	for _, id := range tx.s.byOrder[n.OutTradeNo] {
		if old := tx.s.notices[id]; old.Held && len(old.Attempts) == 0 && !old.NextAt.IsZero() {
			if _, sending := tx.s.inFlight[id]; !sending {
				kept = append(kept, tx.notice(id))
			}
		}
	}
	for _, m := range tx.notices {
		if m.OutTradeNo == n.OutTradeNo && m.Held && !slices.Contains(kept, m) {
			kept = append(kept, m)
		}
	}
	n.Held = true
	if len(kept) == 0 {
		n.NextAt = n.NextAt.Add(tx.s.scale.shrink(reorderHold))
		return
	}
	next := n
	for _, m := range slices.Backward(kept) {
		m.After, m.NextAt = next.ID, n.NextAt
		next = m
	}
}

func (tx *change) notice(id string) *Notice {
	i := slices.IndexFunc(tx.notices, func(n *Notice) bool { return n.ID == id })
	if i >= 0 {
		return tx.notices[i]
	}
	n := tx.s.notices[id].clone()
	tx.notices = append(tx.notices, n)
	return n
}

// fields are what a notification says, but for the time of its send and the signature. Empty ones are not sent: the
// client that is common on the other side signs them, Alipay does not.
func (s *Sim) fields(id string, t *Trade, refund *Refund) map[string]string {
	f := map[string]string{
		"notify_id": id, "notify_type": "trade_status_sync", "charset": "utf-8", "version": "1.0",
		"app_id": s.appID, "auth_app_id": s.appID, "seller_id": s.sellerID,
		"buyer_id": BuyerID, "buyer_logon_id": BuyerLogonID,
		"trade_no": t.TradeNo, "out_trade_no": t.OutTradeNo, "trade_status": string(t.Status),
		"total_amount": t.Amount.String(), "subject": t.Subject, "body": t.Body, "passback_params": t.PassbackParams,
		"gmt_create": FormatTime(t.CreatedAt), "gmt_payment": FormatTime(t.PaidAt), "gmt_close": FormatTime(t.ClosedAt),
	}
	if !t.PaidAt.IsZero() {
		f["receipt_amount"], f["buyer_pay_amount"], f["invoice_amount"] = t.Amount.String(), t.Amount.String(), t.Amount.String()
		f["point_amount"] = "0.00"
		f["fund_bill_list"] = fmt.Sprintf(`[{"amount":"%s","fundChannel":"ALIPAYACCOUNT"}]`, t.Amount)
	}
	if refund != nil {
		f["refund_fee"] = t.Refunded().String()
		f["gmt_refund"] = refund.At.In(zone()).Format("2006-01-02 15:04:05.000")
		f["out_biz_no"] = refund.RequestNo
	}
	for name, value := range f {
		if value == "" {
			delete(f, name)
		}
	}
	return f
}

// Dispatch is a notification that is to be sent now, with the faults that hold at this moment.
type Dispatch struct {
	Notice Notice
	Faults Faults
}

// FaultNames lists those faults that change the send.
func (d Dispatch) FaultNames() []string { return d.Faults.names() }

// Copies is how many times it is sent at this moment.
func (d Dispatch) Copies() int {
	if d.Notice.Rounds > 0 {
		return 1
	}
	return 1 + int(d.Faults.Duplicate)
}

// Wake hears of every change that may have made a notification due.
func (s *Sim) Wake() <-chan struct{} { return s.wake }

// Due takes the notifications that are due; each is handed out once until Record tells what became of it. Next is when
// to ask again at the latest: when another one is due or a trade runs out of time. It is zero when nothing is to come.
func (s *Sim) Due() (due []Dispatch, next time.Time, err error) {
	if err := s.Lapse(); err != nil {
		return nil, time.Time{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.Now()
	sooner := func(t time.Time) {
		if next.IsZero() || t.Before(next) {
			next = t
		}
	}
	for id := range s.pending {
		n := s.notices[id]
		if _, sending := s.inFlight[id]; sending || s.waitsForLater(n) {
			continue
		}
		if n.NextAt.After(now) {
			sooner(n.NextAt)
			continue
		}
		s.inFlight[id] = struct{}{}
		due = append(due, Dispatch{Notice: *n.clone(), Faults: s.faultsOf(n.TradeNo)})
	}
	for no := range s.waiting {
		sooner(s.trades[no].ExpiresAt)
	}
	slices.SortFunc(due, func(a, b Dispatch) int { return a.Notice.NextAt.Compare(b.Notice.NextAt) })
	return due, next, nil
}

func (s *Sim) waitsForLater(n *Notice) bool {
	later, ok := s.notices[n.After]
	return ok && len(later.Attempts) == 0 && !later.NextAt.IsZero()
}

func (s *Sim) faultsOf(tradeNo string) Faults {
	if t, ok := s.trades[tradeNo]; ok && t.Faults != nil {
		return *t.Faults
	}
	return s.faults
}

// Form is what a dispatch sends: signed, and altered where a fault says so.
func (s *Sim) Form(d Dispatch) (url.Values, error) {
	f := make(map[string]string, len(d.Notice.Fields)+1)
	for name, value := range d.Notice.Fields {
		f[name] = value
	}
	f["notify_time"] = FormatTime(s.Now())
	if d.Faults.WrongAmount {
		amount, err := money.Parse(f["total_amount"])
		if err != nil {
			return nil, err
		}
		f["total_amount"] = (amount + 1).String()
	}
	if d.Faults.WrongAppID {
		f["app_id"], f["auth_app_id"] = "2021000000000000", "2021000000000000"
	}
	if d.Faults.WrongSeller {
		f["seller_id"] = "2088000000000000"
	}
	form, err := s.keys.signed(f)
	if err != nil || !d.Faults.BadSign {
		return form, err
	}
	bad, err := SignBytes(s.keys.Private, []byte("not what was sent"))
	form.Set("sign", bad)
	return form, err
}

// Record notes what became of a dispatch: answered with success it is done, otherwise it comes again on schedule until
// the schedule is used up.
func (s *Sim) Record(id string, attempts []Attempt) error {
	defer s.nudge()
	return s.change(func(tx *change) error {
		delete(s.inFlight, id)
		n := tx.notice(id)
		n.Attempts = append(n.Attempts, attempts...)
		n.Rounds++
		n.Delivered = slices.ContainsFunc(n.Attempts, Attempt.Succeeded)
		wait, again := s.scale.after(n.Rounds)
		if n.Delivered || !again {
			n.NextAt = time.Time{}
			return nil
		}
		n.NextAt = tx.now.Add(wait)
		return nil
	})
}

// Notices lists the notifications of an order in the order in which they arose.
func (s *Sim) Notices(outTradeNo string) []Notice {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Notice, 0, len(s.byOrder[outTradeNo]))
	for _, id := range s.byOrder[outTradeNo] {
		all = append(all, *s.notices[id].clone())
	}
	return all
}

// Trades lists the trades of an order, the first to arise first.
func (s *Sim) Trades(outTradeNo string) ([]Trade, error) {
	if err := s.Lapse(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Trade, 0, len(s.orders[outTradeNo]))
	for _, t := range s.orders[outTradeNo] {
		all = append(all, *t.clone())
	}
	return all, nil
}
