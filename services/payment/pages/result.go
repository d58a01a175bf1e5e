package pages

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/services/payment"
	"gulimall/web/page"
)

// result tells the owner of an order what has become of its payment.
func (p pages) result(c *gin.Context) error {
	sn := orderSn(c)
	view, err := p.view(c, sn)
	if err != nil {
		return err
	}
	return p.showResult(c, view, false)
}

// returned tells the truth to somebody whom Alipay sends back. What the query says is not believed, even when it is signed: when the
// notification has not come, Alipay is asked.
func (p pages) returned(c *gin.Context) error {
	ctx := c.Request.Context()
	query := c.Request.URL.Query()
	if err := errors.Join(payment.Unambiguous(query), p.Signed(ctx, query)); err != nil {
		return apperr.ErrNotFound.Wrap(err)
	}
	sn := query.Get("out_trade_no")
	view, guest, err := p.ownOrPassed(c, sn)
	if err != nil {
		return err
	}
	if view.Status == "unpaid" || view.Status == "closed" { // a closed order may have been paid a moment too late
		if _, err := p.uc.Refresh(ctx, sn); err == nil {
			if view, guest, err = p.ownOrPassed(c, sn); err != nil {
				return err
			}
		}
	}
	return p.showResult(c, view, guest)
}

// ownOrPassed is the view of an order for its owner, or for the guest who has paid it from a QR code.
func (p pages) ownOrPassed(c *gin.Context, sn string) (view payment.View, guest bool, err error) {
	view, err = p.view(c, sn)
	if !errors.Is(err, apperr.ErrNotSignedIn) && !errors.Is(err, payment.ErrNotFound) {
		return view, false, err
	}
	cookie, missing := c.Cookie(passCookie)
	of, pass, _ := strings.Cut(cookie, ".")
	if missing != nil || of != sn || !p.Passes.Valid(sn, pass) {
		return view, false, err
	}
	view, err = p.uc.Shown(c.Request.Context(), sn)
	return view, true, err
}

func (p pages) showResult(c *gin.Context, view payment.View, guest bool) error {
	shown := page.PayResult{
		Base:    p.Frame.Base(c, p.Frame.Words(c).T("cashier.result.title"), p.here(c)),
		OrderSn: view.Order.OrderSn, Amount: view.Order.Amount, State: view.State(), TradeNo: view.TradeNo(), PaidAt: view.Payment.PaidAt,
		Refunds: refunds(view.Refunds), Guest: guest,
	}
	if len(view.Strays()) > 0 && view.Status == "unpaid" {
		shown.State = "wrong"
	}
	return p.Frame.Show(c, http.StatusOK, "payresult", shown)
}
