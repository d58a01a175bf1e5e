package alipaysim

import (
	"net/url"
	"strings"
)

// BuyerID and BuyerLogonID are those of the one buyer that there is.
const (
	BuyerID      = "2088102146225135"
	BuyerLogonID = "gul***@sandbox.com"
)

// Peek tells what the cashier shows for an offer: the trade, if the buyer has logged in for it before, or why the offer
// cannot be taken.
func (s *Sim) Peek(o Offer) (t Trade, exists bool, err error) {
	t, err = s.Find(Ref{OutTradeNo: o.OutTradeNo})
	if err == nil {
		if t.Amount != o.Amount {
			return Trade{}, false, ErrInconsistent
		}
		return t, true, nil
	}
	if o.Expired(s.Now()) && !s.Faults().PayAfterClose {
		return Trade{}, false, ErrPaymentTimeout
	}
	return Trade{}, false, nil
}

// Login is the step at which a trade arises: the buyer has said who they are. Logging in again finds the trade that is
// there, as long as the amount is the same.
func (s *Sim) Login(o Offer) (Trade, error) {
	var t Trade
	err := s.change(func(tx *change) error {
		found, err := tx.login(o, nil)
		if err != nil {
			return err
		}
		t = *found.clone()
		return nil
	})
	return t, err
}

func (tx *change) login(o Offer, own *Faults) (*Trade, error) {
	if all := tx.s.orders[o.OutTradeNo]; len(all) > 0 {
		t := tx.trade(all[0].TradeNo)
		if t.Amount != o.Amount {
			return nil, ErrInconsistent
		}
		return t, nil
	}
	if o.Expired(tx.now) && !tx.faults(own).PayAfterClose {
		return nil, ErrPaymentTimeout
	}
	return tx.arise(Trade{
		OutTradeNo: o.OutTradeNo, Amount: o.Amount, Subject: o.Subject, Body: o.Body, PassbackParams: o.PassbackParams,
		NotifyURL: o.NotifyURL, ReturnURL: o.ReturnURL, ExpiresAt: o.deadline(tx.now),
	}), nil
}

func (tx *change) arise(t Trade) *Trade {
	t.TradeNo = tx.now.In(zone()).Format("20060102") + "2200" + digits(16)
	t.Status, t.CreatedAt = WaitBuyerPay, tx.now
	tx.trades = append(tx.trades, &t)
	return &t
}

// faults are those that hold for a payment: its own, if it has any, or the global ones.
func (tx *change) faults(own *Faults) Faults {
	if own != nil {
		return *own
	}
	return tx.s.faults
}

// Payment is what a buyer's payment led to.
type Payment struct {
	Trade     Trade
	Second    *Trade // the other trade of a buyer who paid twice
	ReturnURL string // where the buyer's browser goes now, signed; empty when the merchant named no address
}

// Pay is the buyer who confirms the payment of a trade. With twice set a second trade of the same order is paid too, as
// it happens to buyers with two windows; so it does under the fault of that name.
func (s *Sim) Pay(tradeNo string, twice bool) (Payment, error) {
	return s.payChange(func(tx *change) (*Trade, *Trade, error) {
		t := tx.trade(tradeNo)
		if t == nil {
			return nil, nil, ErrTradeNotExist
		}
		second, err := tx.pay(t, t.Faults, twice)
		return t, second, err
	})
}

// PayByHand does all that a buyer does, in one step: it opens the offer if there is one, logs in and pays. Faults, if
// given, stay with the trade and hold in place of the global ones.
func (s *Sim) PayByHand(outTradeNo string, o *Offer, faults *Faults) (Payment, error) {
	return s.payChange(func(tx *change) (*Trade, *Trade, error) {
		var t *Trade
		var err error
		if o != nil {
			t, err = tx.login(*o, faults)
		} else {
			t, err = tx.find(Ref{OutTradeNo: outTradeNo})
		}
		if err != nil {
			return nil, nil, err
		}
		if faults != nil {
			t.Faults = faults
		}
		second, err := tx.pay(t, t.Faults, false)
		return t, second, err
	})
}

func (s *Sim) payChange(f func(*change) (paid, second *Trade, err error)) (Payment, error) {
	var p Payment
	err := s.change(func(tx *change) error {
		paid, second, err := f(tx)
		if err != nil {
			return err
		}
		p.Trade = *paid.clone()
		if second != nil {
			p.Second = second.clone()
		}
		return nil
	})
	if err != nil {
		return Payment{}, err
	}
	p.ReturnURL, err = s.ReturnURL(p.Trade)
	return p, err
}

func (tx *change) pay(t *Trade, own *Faults, twice bool) (second *Trade, err error) {
	faults := tx.faults(own)
	twice = twice || faults.PayTwice
	paidBefore := t.Status == TradeSuccess
	if !paidBefore || !twice {
		if err := t.pay(tx.now, faults.PayAfterClose); err != nil {
			return nil, err
		}
		tx.raise(t, nil)
	}
	if !twice {
		return nil, nil
	}
	second = tx.arise(Trade{
		OutTradeNo: t.OutTradeNo, Amount: t.Amount, Subject: t.Subject, Body: t.Body, PassbackParams: t.PassbackParams,
		NotifyURL: t.NotifyURL, ReturnURL: t.ReturnURL, ExpiresAt: t.ExpiresAt, Faults: own,
	})
	if err := second.pay(tx.now, true); err != nil {
		return nil, err
	}
	tx.raise(second, nil)
	return second, nil
}

// ReturnURL is the merchant's return address with the signed result of a payment, as the buyer's browser carries it.
func (s *Sim) ReturnURL(t Trade) (string, error) {
	if t.ReturnURL == "" || t.PaidAt.IsZero() {
		return "", nil
	}
	query, err := s.keys.signed(map[string]string{
		"charset": "utf-8", "out_trade_no": t.OutTradeNo, "method": MethodPagePay + ".return",
		"total_amount": t.Amount.String(), "trade_no": t.TradeNo, "auth_app_id": s.appID, "version": "1.0",
		"app_id": s.appID, "seller_id": s.sellerID, "timestamp": FormatTime(s.Now()),
	})
	if err != nil {
		return "", err
	}
	return appendQuery(t.ReturnURL, query), nil
}

func appendQuery(raw string, query url.Values) string {
	glue := "?"
	if strings.Contains(raw, "?") {
		glue = "&"
	}
	return raw + glue + query.Encode()
}
