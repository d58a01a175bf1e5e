package alipaysim

import "gulimall/pkg/money"

// Ref names a trade by Alipay's number or by the merchant's; Alipay's wins.
type Ref struct {
	TradeNo    string `json:"trade_no"`
	OutTradeNo string `json:"out_trade_no"`
}

func (r Ref) check() error {
	if r.TradeNo == "" && r.OutTradeNo == "" {
		return ErrInvalidParameter.with("out_trade_no 和 trade_no 不能同时为空")
	}
	return nil
}

// Find returns a trade as it is now.
func (s *Sim) Find(ref Ref) (Trade, error) {
	if err := ref.check(); err != nil {
		return Trade{}, err
	}
	if err := s.Lapse(); err != nil {
		return Trade{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.trades[ref.TradeNo]
	if all := s.orders[ref.OutTradeNo]; ref.TradeNo == "" && len(all) > 0 {
		t = all[0]
	}
	if t == nil {
		return Trade{}, ErrTradeNotExist
	}
	return *t.clone(), nil
}

// Lapse closes the trades whose time is over.
func (s *Sim) Lapse() error {
	return s.change(func(*change) error { return nil })
}

// Close ends a trade that waits for its buyer.
func (s *Sim) Close(ref Ref) (Trade, error) {
	if err := ref.check(); err != nil {
		return Trade{}, err
	}
	var closed Trade
	err := s.change(func(tx *change) error {
		t, err := tx.find(ref)
		if err != nil {
			return err
		}
		if err := t.close(tx.now); err != nil {
			return err
		}
		tx.raise(t, nil)
		closed = *t.clone()
		return nil
	})
	return closed, err
}

// Finish ends the time in which a trade can be refunded, which at Alipay happens months after the payment.
func (s *Sim) Finish(ref Ref) (Trade, error) {
	var finished Trade
	err := s.change(func(tx *change) error {
		t, err := tx.find(ref)
		if err != nil {
			return err
		}
		if err := t.finish(tx.now); err != nil {
			return err
		}
		tx.raise(t, nil)
		finished = *t.clone()
		return nil
	})
	return finished, err
}

// RefundOrder asks for money to go back.
type RefundOrder struct {
	Ref       Ref
	RequestNo string
	Amount    money.Fen
	Reason    string
}

// Refund gives money back; moved is false for a request that was carried out before.
func (s *Sim) Refund(o RefundOrder) (t Trade, moved bool, err error) {
	if err := o.Ref.check(); err != nil {
		return Trade{}, false, err
	}
	err = s.change(func(tx *change) error {
		found, err := tx.find(o.Ref)
		if err != nil {
			return err
		}
		moved, err = found.refund(tx.now, o.RequestNo, o.Amount, o.Reason)
		if err != nil {
			return err
		}
		if moved {
			tx.raise(found, &found.Refunds[len(found.Refunds)-1])
		}
		t = *found.clone()
		return nil
	})
	return t, moved, err
}

// FindRefund returns a trade and the refund of that number; ok is false where the trade has none, which the protocol
// does not call an error.
func (s *Sim) FindRefund(ref Ref, requestNo string) (t Trade, r Refund, ok bool, err error) {
	if requestNo == "" {
		return Trade{}, Refund{}, false, ErrInvalidParameter.with("out_request_no 不能为空")
	}
	t, err = s.Find(ref)
	if err != nil {
		return Trade{}, Refund{}, false, err
	}
	r, ok = t.findRefund(requestNo)
	return t, r, ok, nil
}
