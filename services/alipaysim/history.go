package alipaysim

// Remember adds trades of the past that the ledger does not have yet: the merchant's books begin with them, and their money can go back
// like any other. Nobody is notified of them.
func (s *Sim) Remember(past []Trade) error {
	return s.change(func(tx *change) error {
		for i := range past {
			if tx.trade(past[i].TradeNo) == nil {
				tx.trades = append(tx.trades, past[i].clone())
			}
		}
		return nil
	})
}
