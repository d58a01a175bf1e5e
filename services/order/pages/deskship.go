package pages

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/i18n"
	"gulimall/pkg/paging"
	"gulimall/pkg/staff"
	"gulimall/services/order"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// shipSorts are the ways to sort what waits to be shipped; the first is the usual one: what waits longest first.
func shipSorts() []string { return []string{"paid", "-paid", "amount", "-amount"} }

// waiting is what waits to be shipped, as far as the address asks for it: what was paid, and the one that waits longest first.
func waiting(c *gin.Context) (order.Search, error) {
	q, err := asked(c)
	paid := order.Paid
	q.Status = &paid
	if c.Query("sort") == "" {
		q.Order, q.Down = order.ByPaid, false
	}
	return q, err
}

// narrow says whether the address leaves out anything of what waits.
func narrow(q order.Search) bool {
	q.Status = nil
	return q.Narrow()
}

func (d desk) ship(c *gin.Context) error {
	return d.showShip(c, http.StatusOK, page.FormErrors{})
}

func (d desk) showShip(c *gin.Context, status int, wrong page.FormErrors) error {
	words := d.frame.Words(c)
	shown := page.SalesShip{
		AdminBase: d.frame.Base(c, words.T("admin.page.ship"), "ship"), CSV: "/order/ship.csv", Most: order.MaxShipments, Form: searchTyped(c), Query: c.Request.URL.RawQuery,
	}
	for _, key := range shipSorts() {
		shown.Sorts = append(shown.Sorts, page.Option{Value: key, Label: words.T("sales.sorted." + key), Selected: c.Query("sort") == key})
	}
	if shown.Here = "/order/ship.html"; shown.Query != "" {
		shown.Here += "?" + shown.Query
		shown.CSV += "?" + shown.Query
	}
	shown.Errors = wrong
	q, err := waiting(c)
	switch {
	case err != nil && frame.Expected(err):
		shown.Errors, shown.Filtered = d.frame.Wrong(c, err), true
		return d.frame.Show(c, http.StatusUnprocessableEntity, "adminordership", shown)
	case err != nil:
		return err
	}
	found, total, err := d.uc.Search(c.Request.Context(), q)
	if err != nil {
		return err
	}
	shown.Filtered, shown.Pager = narrow(q), frame.Pager(c, q.Page, total)
	for _, o := range found {
		shown.Rows = append(shown.Rows, salesRow(o))
	}
	return d.frame.Show(c, status, "adminordership", shown)
}

// shipCSV is what waits to be shipped as far as it is shown, all pages of it, with columns to be filled in. The mark before the numbers keeps spreadsheets from rounding them; reading
// takes it off again.
func (d desk) shipCSV(c *gin.Context) error {
	q, err := waiting(c)
	if err != nil {
		return err
	}
	q.Page = paging.Whole(order.MaxShipments)
	found, _, err := d.uc.Search(c.Request.Context(), q)
	if err != nil {
		return err
	}
	words, lines := d.frame.Words(c), make([][]string, len(found))
	for i, o := range found {
		lines[i] = []string{"'" + o.Sn, "", "", o.Address.Name, o.Address.Phone, address(o.Address, false).Line(), goods(o), o.Note, localTime(o.PaidAt)}
	}
	var head []string
	for _, key := range []string{"order_sn", "company", "tracking_no", "receiver", "receiver_phone", "receiver_address", "goods", "buyer_note", "paid"} {
		head = append(head, words.T("admin.column."+key))
	}
	return frame.SendCSV(c, "to-ship", head, lines)
}

// parcelColumns are the columns of a file of shipments, by the heads that any of the languages gives them.
func (d desk) parcelColumns() []csvfile.Column {
	columns := []csvfile.Column{{Name: "orderSn"}, {Name: "company"}, {Name: "trackingNo"}, {Name: "line", Optional: true}}
	for i, key := range []string{"order_sn", "company", "tracking_no"} {
		for _, language := range i18n.Languages() {
			columns[i].Heads = append(columns[i].Heads, d.words.Words(language.String()).T("admin.column."+key))
		}
	}
	return columns
}

// errFile is what is wrong with a file as a whole.
func errFile(code string) error { return apperr.ErrInvalid.WithField("file", code) }

// parcels reads shipments out of a file, with the lines that they stand in, or stood in when the whole file was looked at. Lines that nobody has filled in are left out: the file may be
// sent as it was exported, with some of it done.
func (d desk) parcels(file io.Reader, by adminapi.By) (all []order.Shipment, lines []int, err error) {
	rows, err := csvfile.Read(file, d.parcelColumns()...)
	var column *csvfile.ColumnError
	var syntax *csvfile.SyntaxError
	switch {
	case errors.As(err, &column):
		return nil, nil, errFile("parcels_columns")
	case errors.As(err, &syntax):
		return nil, nil, errFile("parcels_syntax")
	case errors.Is(err, csvfile.ErrEmpty):
		return nil, nil, errFile("parcels_empty")
	case errors.Is(err, csvfile.ErrTooMany):
		return nil, nil, errFile("parcels_long")
	case err != nil:
		return nil, nil, err
	}
	for _, r := range rows {
		s := order.Shipment{Sn: r.Get("orderSn"), Company: r.Get("company"), TrackingNo: r.Get("trackingNo"), By: by}
		if s.Company == "" && s.TrackingNo == "" {
			continue
		}
		line := r.Line
		if before := frame.Number(r.Get("line")); before > 0 {
			line = int(before)
		}
		all, lines = append(all, s), append(lines, line)
	}
	switch {
	case len(all) == 0:
		return nil, nil, errFile("parcels_empty")
	case len(all) > order.MaxShipments:
		return nil, nil, errFile("parcels_long")
	}
	return all, lines, nil
}

// upload says what a file would do, line by line, and changes nothing.
func (d desk) upload(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	file, _, err := c.Request.FormFile("file")
	if err != nil {
		return d.refuseFile(c, errFile("required"))
	}
	defer func() { _ = file.Close() }()
	all, lines, err := d.parcels(file, who)
	if err != nil {
		return d.refuseFile(c, err)
	}
	went, err := d.uc.Judge(c.Request.Context(), all)
	if err != nil {
		return d.refuseFile(c, err)
	}
	return d.showParcels(c, went, lines, false)
}

// confirm ships what a form carries that upload has made: lines that were right then. Each is judged anew.
func (d desk) confirm(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	all, lines, err := d.parcels(strings.NewReader(c.PostForm("parcels")), who)
	if err != nil {
		return d.refuseFile(c, err)
	}
	went, err := d.uc.ShipAll(c.Request.Context(), all)
	if err != nil {
		return d.refuseFile(c, err)
	}
	return d.showParcels(c, went, lines, true)
}

func (d desk) refuseFile(c *gin.Context, err error) error {
	if !frame.Expected(err) {
		return err
	}
	return d.showShip(c, apperr.From(err).Kind.Status(), d.frame.Wrong(c, err))
}

// showParcels shows how lines would go, or went.
func (d desk) showParcels(c *gin.Context, went []order.Leaving, lines []int, done bool) error {
	words := d.frame.Words(c)
	shown := page.SalesParcels{AdminBase: d.frame.Base(c, words.T("sales.parcels"), "ship"), Done: done}
	shown.Here = "/order/ship.html"
	var right [][]string
	for i, l := range went {
		parcel := page.SalesParcel{Line: lines[i], Sn: l.Sn, Company: l.Company, TrackingNo: l.TrackingNo, Again: l.Again}
		switch {
		case l.Err != nil:
			parcel.Fault = d.fault(c, l.Err)
			shown.Failed++
		case l.Again:
			shown.Again++
		default:
			shown.OK++
			right = append(right, []string{strconv.Itoa(lines[i]), l.Sn, l.Company, l.TrackingNo})
		}
		shown.Lines = append(shown.Lines, parcel)
	}
	if !done && len(right) > 0 {
		var sent bytes.Buffer
		if err := csvfile.Write(&sent, []string{"line", "orderSn", "company", "trackingNo"}, right); err != nil {
			return err
		}
		shown.Sent = sent.String()
	}
	return d.frame.Show(c, http.StatusOK, "adminorderparcels", shown)
}

// fault words why a line cannot be shipped: what is wrong with its fields, or the refusal.
func (d desk) fault(c *gin.Context, err error) string {
	form := d.frame.Wrong(c, err)
	if len(form.Fields) == 0 {
		return form.Summary
	}
	var parts []string
	for _, f := range form.Fields {
		parts = append(parts, f.Message)
	}
	return strings.Join(parts, d.frame.Words(c).T("admin.comma"))
}
