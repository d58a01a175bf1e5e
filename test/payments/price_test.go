package payments_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/services/payment"
)

// TestNoLinkForAPriceThatIsChanged: the price is changed, or is about to be, between the first look at the order and the link. There is none
// then, and order hears that one may have been handed out; asked again, there is one for the new price.
func TestNoLinkForAPriceThatIsChanged(t *testing.T) {
	s := open(t)
	for name, change := range map[string]func(row *orderRow){
		"it is changed":       func(row *orderRow) { row.off = 100 },
		"it is being changed": func(row *orderRow) { row.state = closing },
	} {
		t.Run(name, func(t *testing.T) {
			sn := s.order()
			offered, err := s.uc.Offered(t.Context(), sn)
			require.NoError(t, err)
			require.False(t, offered)
			s.orders.hook(change)
			_, err = s.uc.Start(t.Context(), member, sn, payment.ChannelAlipay)
			require.ErrorIs(t, err, payment.ErrOrderState)
			offered, err = s.uc.Offered(t.Context(), sn)
			require.NoError(t, err)
			require.True(t, offered, "the price stays from now on")
			s.orders.hook(func(row *orderRow) { row.state = pending })
			_, _ = s.orders.Order(t.Context(), sn)
			s.orders.hook(nil)
			link, err := s.uc.Start(t.Context(), member, sn, payment.ChannelAlipay)
			require.NoError(t, err)
			require.NotEmpty(t, link)
		})
	}
}

// hook sets what happens after each question.
func (o *orders) hook(f func(row *orderRow)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.asked = f
}
