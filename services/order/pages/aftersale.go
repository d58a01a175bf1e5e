package pages

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"

	"gulimall/pkg/apperr"
	"gulimall/services/order"
	"gulimall/web/page"
)

// maxUpload is how large a form with pictures may be; the gateway lets it through.
const maxUpload = 6 << 20

func (s *site) afterSale(v visit) error {
	return s.showAfterSale(v, http.StatusOK, v.Query("orderSn"), order.ReturnWish{Key: rand.Text()}, nil)
}

// showAfterSale shows the form with what was typed and what was refused.
func (s *site) showAfterSale(v visit, status int, sn string, w order.ReturnWish, refused error) error {
	ctx, words := v.Request.Context(), s.frame.Words(v.Context)
	o, err := s.uc.Detail(ctx, v.who, sn)
	if err != nil {
		return err
	}
	returns, err := s.uc.Returns(ctx, v.who, sn)
	if err != nil {
		return err
	}
	if returns == nil {
		returns = []order.Return{}
	}
	out := page.AfterSale{
		Base: s.base(v, words.T("order.apply")), Order: s.order(words, o, returns), Note: w.Note, Key: w.Key,
		Reasons: options(words, "order.return_reason.", order.ReturnReasons(), w.Reason), MaxPictures: order.MaxPictures, MaxPicture: order.MaxPicture,
	}
	out.Here = s.frame.Hosts().Order("/aftersale.html?orderSn=" + o.Sn)
	for i := range out.Order.Items {
		for _, item := range w.Items {
			if item.SkuID == out.Order.Items[i].SKUID {
				out.Order.Items[i].Wish = int(min(item.Count, int64(out.Order.Items[i].Returnable)))
			}
		}
	}
	if refused == nil {
		suggest(&out)
	} else {
		out.Errors = s.frame.Errors(v.Context, refused)
	}
	return s.frame.Show(v.Context, status, "aftersale", out)
}

// suggest fills in all pieces where there is only one line to send back: that is what people mean.
func suggest(out *page.AfterSale) {
	only := -1
	for i, l := range out.Order.Items {
		if l.Returnable == 0 {
			continue
		}
		if only >= 0 {
			return
		}
		only = i
	}
	if only >= 0 {
		out.Order.Items[only].Wish = out.Order.Items[only].Returnable
	}
}

func (s *site) applyReturn(v visit) error {
	if err := v.parse(); err != nil {
		return err
	}
	sn := v.PostForm("orderSn")
	w, err := v.wish()
	if err == nil {
		_, err = s.uc.ApplyReturn(v.Request.Context(), v.who, sn, w)
	}
	if err == nil || apperr.From(err).Kind != apperr.Invalid {
		return s.after(v, sn, "order.applied", err)
	}
	return s.showAfterSale(v, http.StatusUnprocessableEntity, sn, w, atFields(err))
}

// parse reads the form, whether it came with pictures or without.
func (v visit) parse() error {
	err := v.Request.ParseMultipartForm(maxUpload)
	if errors.Is(err, http.ErrNotMultipart) {
		err = v.Request.ParseForm()
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return apperr.ErrTooLarge.Wrap(err)
	case err != nil:
		return apperr.ErrMalformed.Wrap(err)
	}
	return nil
}

// wish is what the form asks for; what cannot be read of it is an error at its field.
func (v visit) wish() (order.ReturnWish, error) {
	w := order.ReturnWish{Reason: v.PostForm("reason"), Note: strings.ReplaceAll(v.PostForm("note"), "\r\n", "\n"), Key: v.PostForm("key")}
	skus, counts := v.PostFormArray("skuId"), v.PostFormArray("count")
	if len(skus) != len(counts) {
		return w, apperr.ErrInvalid.WithField("items", "invalid")
	}
	for i := range skus {
		sku, skuErr := strconv.ParseInt(skus[i], 10, 64)
		count, countErr := strconv.ParseInt(counts[i], 10, 64)
		if skuErr != nil || countErr != nil {
			return w, apperr.ErrInvalid.WithField("items", "invalid")
		}
		if count != 0 {
			w.Items = append(w.Items, order.ReturnItem{SkuID: sku, Count: count})
		}
	}
	if v.Request.MultipartForm == nil {
		return w, nil
	}
	for _, file := range v.Request.MultipartForm.File["pictures"] {
		if file.Size == 0 && file.Filename == "" {
			continue // a field without a file
		}
		picture, err := content(file)
		if err != nil {
			return w, err
		}
		w.Pictures = append(w.Pictures, picture)
	}
	return w, nil
}

// content reads a file, and a little more than it may hold where it is too large: the size is judged where pictures are.
func content(file *multipart.FileHeader) ([]byte, error) {
	f, err := file.Open()
	if err != nil {
		return nil, fmt.Errorf("read picture: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	data, err := io.ReadAll(io.LimitReader(f, order.MaxPicture+1))
	if err != nil {
		return nil, fmt.Errorf("read picture: %w", err)
	}
	return data, nil
}

// atFields brings the mistakes in lines to the one field that holds them all.
func atFields(err error) error {
	e := apperr.From(err)
	shown := *e
	shown.Fields = nil
	for _, f := range e.Fields {
		name, _, _ := strings.Cut(f.Name, "[")
		shown.Fields = append(shown.Fields, apperr.Field{Name: name, Code: f.Code})
	}
	return &shown
}

func (s *site) cancelReturn(v visit) error {
	sn := v.PostForm("orderSn")
	id, err := strconv.ParseInt(v.PostForm("returnId"), 10, 64)
	if err != nil {
		return order.ErrNotFound
	}
	return s.after(v, sn, "order.withdrawn", s.uc.CancelReturn(v.Request.Context(), v.who, sn, id))
}

// picture answers one picture of the member's own application.
func (s *site) picture(v visit) error {
	id, idErr := strconv.ParseInt(v.Param("id"), 10, 64)
	n, nErr := strconv.Atoi(v.Param("n"))
	if idErr != nil || nErr != nil {
		return order.ErrNotFound
	}
	data, err := s.uc.ReturnPicture(v.Request.Context(), v.who, id, n)
	if err != nil {
		return err
	}
	v.Header("Cache-Control", "private, max-age=3600")
	v.Header("X-Content-Type-Options", "nosniff")
	v.Data(http.StatusOK, "image/jpeg", data)
	return nil
}

// shownReturn is an application as the page of its order shows it.
func (s *site) shownReturn(words order.Words, o *order.Order, r order.Return) page.Return {
	out := page.Return{
		ID: r.ID, Status: r.Status.Name(), Steps: returnSteps(words, r), Reason: order.ReturnReason(words, r.Reason), Note: r.Note, Answer: r.HandleNote,
		Amount: r.Amount, At: r.CreatedAt, CanCancel: r.Status == order.ReturnPending || r.Status == order.ReturnApproved,
	}
	if r.OnlyRefund && r.Status == order.ReturnApproved {
		out.Status = "approved_only"
	}
	for _, l := range r.Items {
		out.Items = append(out.Items, page.ReturnLine{Title: title(o, l.SkuID), Count: int(l.Count)})
	}
	for i := range r.Pictures {
		address := s.frame.Hosts().Order(fmt.Sprintf("/aftersale/%d/%d", r.ID, i+1))
		out.Pictures = append(out.Pictures, page.Picture{N: i + 1, URL: address})
	}
	return out
}

// returnSteps are how far an application has come.
func returnSteps(words order.Words, r order.Return) []page.Step {
	stages := []stage{{"applied", r.CreatedAt}}
	switch r.Status {
	case order.ReturnCancelled:
		stages = append(stages, stage{"cancelled", r.CancelledAt})
	case order.ReturnRejected:
		stages = append(stages, stage{"rejected", r.HandledAt})
	case order.ReturnPending, order.ReturnApproved, order.ReturnReceived, order.ReturnRefunding, order.ReturnDone:
		stages = append(stages, stage{"approved", r.HandledAt})
		if !r.OnlyRefund {
			stages = append(stages, stage{"received", r.ReceivedAt})
		}
		stages = append(stages, stage{"refunded", r.DoneAt})
	}
	return progress(words, "order.return_step.", stages)
}

func title(o *order.Order, sku int64) string {
	for _, l := range o.Lines {
		if l.SkuID == sku {
			return l.Title
		}
	}
	return ""
}
