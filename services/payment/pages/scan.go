package pages

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/skip2/go-qrcode"

	"gulimall/services/payment"
	"gulimall/web/page"
)

// codePixels is the width of the QR code: twice what is shown, for fine screens.
const codePixels = 480

// code draws the QR code of an order for its owner: the address of a small page at which any phone can pay it. It hands out no link to
// Alipay, so that an order whose cashier was only looked at still closes without a question.
func (p pages) code(c *gin.Context) error {
	view, err := p.view(c, orderSn(c))
	if err != nil {
		return err
	}
	if view.State() != payment.StateOpen {
		return payment.ErrOrderState
	}
	sn := view.Order.OrderSn
	query := url.Values{"orderSn": {sn}, "pass": {p.Passes.Of(sn)}}
	png, err := qrcode.Encode(p.Frame.Hosts().Pay("/scan?"+query.Encode()), qrcode.Medium, codePixels)
	if err != nil {
		return fmt.Errorf("draw QR code of order %s: %w", sn, err)
	}
	c.Header("Cache-Control", "private, no-store")
	c.Data(http.StatusOK, "image/png", png)
	return nil
}

// passCookie lets the phone that pays by a QR code see the result when Alipay sends it back.
const passCookie = "pay-pass"

// passAge is how long it does.
const passAge = 24 * time.Hour

// scanned is what a phone sees that has read the code.
func (p pages) scanned(c *gin.Context) error {
	return p.showScanned(c, http.StatusOK, orderSn(c), c.Query("pass"))
}

func (p pages) showScanned(c *gin.Context, status int, sn, pass string) error {
	if !p.Passes.Valid(sn, pass) {
		return payment.ErrNotFound
	}
	view, err := p.uc.Shown(c.Request.Context(), sn)
	if err != nil {
		return err
	}
	return p.Frame.Show(c, status, "payscan", page.PayScan{
		Base: p.Frame.Base(c, p.Frame.Words(c).T("cashier.scan.title"), ""), OrderSn: sn, Pass: pass,
		Amount: view.Order.Amount, State: view.State(), ExpiresAt: view.Order.ExpiresAt, Now: p.Now(),
	})
}

// payScanned sends a phone to Alipay.
func (p pages) payScanned(c *gin.Context) error {
	sn, pass := orderSn(c), c.PostForm("pass")
	if !p.Passes.Valid(sn, pass) {
		return payment.ErrNotFound
	}
	link, err := p.uc.StartShown(c.Request.Context(), sn)
	if errors.Is(err, payment.ErrOrderState) {
		return p.showScanned(c, http.StatusConflict, sn, pass)
	}
	if err != nil {
		return err
	}
	http.SetCookie(c.Writer, &http.Cookie{ //nolint:gosec // Secure follows the scheme by which the shop is reached
		Name: passCookie, Value: sn + "." + pass, Path: "/payed/return", MaxAge: int(passAge.Seconds()), HttpOnly: true,
		Secure: p.Frame.Hosts().Secure(), SameSite: http.SameSiteLaxMode,
	})
	c.Redirect(http.StatusSeeOther, link)
	return nil
}
