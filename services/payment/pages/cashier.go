package pages

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/session"
	"gulimall/services/payment"
	"gulimall/web/page"
)

func (p pages) cashier(c *gin.Context) error {
	view, err := p.view(c, orderSn(c))
	if err != nil {
		return err
	}
	return p.Frame.Show(c, http.StatusOK, "cashier", p.cashierPage(c, view))
}

func (p pages) cashierPage(c *gin.Context, view payment.View) page.Cashier {
	return page.Cashier{
		Base: p.Frame.Base(c, p.Frame.Words(c).T("cashier.title"), p.here(c)), OrderSn: view.Order.OrderSn, Amount: view.Order.Amount,
		State: view.State(), Channel: payment.ChannelAlipay, ExpiresAt: view.Order.ExpiresAt, Now: p.Now(), Refunds: refunds(view.Refunds),
	}
}

func refunds(all []payment.Refund) []page.PayRefund {
	shown := make([]page.PayRefund, len(all))
	for i, r := range all {
		shown[i] = page.PayRefund{Amount: r.Amount, Reason: r.Reason, Done: r.Status == payment.Confirmed, At: r.CreatedAt}
	}
	return shown
}

// pay sends the buyer to Alipay; an order that cannot be paid any more shows the cashier as it stands.
func (p pages) pay(c *gin.Context) error {
	ctx := c.Request.Context()
	who, err := session.Of(ctx)
	if err != nil {
		return err
	}
	link, err := p.uc.Start(ctx, who.ID, orderSn(c), c.PostForm("channel"))
	if err == nil {
		c.Redirect(http.StatusSeeOther, link)
		return nil
	}
	if !errors.Is(err, payment.ErrOrderState) && !errors.Is(err, payment.ErrChannel) {
		return err
	}
	view, viewErr := p.view(c, orderSn(c))
	if viewErr != nil {
		return viewErr
	}
	shown := p.cashierPage(c, view)
	if errors.Is(err, payment.ErrChannel) || shown.State == payment.StateOpen {
		shown.Errors = p.Frame.Errors(c, err) // otherwise the page itself says what has become of the order
	}
	return p.Frame.Show(c, apperr.From(err).Kind.Status(), "cashier", shown)
}
