package pages

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/i18n"
	"gulimall/pkg/staff"
	"gulimall/services/ware"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// countFault is a count that cannot be read.
const countFault = "no_number"

// counted reads a count: nothing is none yet.
func counted(text string) (n *int64, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, true
	}
	value, err := strconv.ParseInt(text, 10, 64)
	return &value, err == nil && value >= 0 && value <= 100_000_000
}

// countTaking takes the counts of a page. Only what was changed counts: what the books say is noted anew with every count. A count that
// somebody else has entered meanwhile stays, and is told.
func (p pages) countTaking(c *gin.Context) error {
	if err := c.Request.ParseForm(); err != nil {
		return apperr.ErrMalformed.Wrap(err)
	}
	var counts []ware.Count
	var bad []page.WareCountFault
	for name, values := range c.Request.PostForm {
		sku, found := strings.CutPrefix(name, "count-")
		was := c.PostForm("was-" + sku)
		if !found || strings.TrimSpace(values[0]) == was {
			continue
		}
		n, ok := counted(values[0])
		if !ok {
			bad = append(bad, page.WareCountFault{SkuID: sku, Code: countFault})
			continue
		}
		seen, _ := counted(was)
		counts = append(counts, ware.Count{SkuID: frame.Number(sku), Counted: n, Checked: true, Seen: seen})
	}
	return p.count(c, counts, nil, bad)
}

// count takes counts, and leads back to the sheet, or shows it with those that were not taken. lines says where in a file they stood.
func (p pages) count(c *gin.Context, counts []ware.Count, lines map[int64]int, bad []page.WareCountFault) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	id, err := frame.ID(c, ware.ErrNoTaking)
	if err != nil {
		return err
	}
	refused, err := p.counts.Count(c.Request.Context(), id, counts, who)
	if err != nil && frame.Expected(err) && !errors.Is(err, ware.ErrNoTaking) {
		return p.showTaking(c, apperr.From(err).Kind.Status(), nil, p.frame.Wrong(c, err))
	}
	if err != nil {
		return err
	}
	for _, count := range counts {
		if code := refused[count.SkuID]; code != "" {
			bad = append(bad, page.WareCountFault{Line: lines[count.SkuID], SkuID: number(count.SkuID), Code: code})
		}
	}
	if len(bad) > 0 {
		return p.showTaking(c, http.StatusUnprocessableEntity, bad, page.FormErrors{})
	}
	return p.takingTold(c, id, "stocktake.saved")
}

// uploadTaking takes the counts of a file. Rows without a count are left as they are.
func (p pages) uploadTaking(c *gin.Context) error {
	words := p.frame.Words(c)
	rows, err := file(c, csvfile.Column{Name: "skuId", Heads: headsOf(words, "admin.field.skuId")},
		csvfile.Column{Name: "counted", Heads: headsOf(words, "stocktake.counted")})
	if err != nil {
		return p.showTaking(c, http.StatusUnprocessableEntity, nil, page.FormErrors{Summary: fileFault(words, err)})
	}
	var counts []ware.Count
	var bad []page.WareCountFault
	lines := map[int64]int{}
	for _, row := range rows {
		n, ok := counted(row.Get("counted"))
		sku := frame.Number(row.Get("skuId"))
		switch {
		case ok && n == nil:
		case !ok || sku < 1:
			bad = append(bad, page.WareCountFault{Line: row.Line, SkuID: row.Get("skuId"), Code: countFault})
		case lines[sku] != 0:
			bad = append(bad, page.WareCountFault{Line: row.Line, SkuID: row.Get("skuId"), Code: "twice"})
		default:
			lines[sku] = row.Line
			counts = append(counts, ware.Count{SkuID: sku, Counted: n})
		}
	}
	return p.count(c, counts, lines, bad)
}

// headsOf are the heads that a column goes by in the reader's language.
func headsOf(words *i18n.Words, keys ...string) []string {
	heads := make([]string, len(keys))
	for i, key := range keys {
		heads[i] = words.T(key)
	}
	return heads
}

// errNoFile says that no file was chosen.
var errNoFile = errors.New("no file")

// file reads the file of a form.
func file(c *gin.Context, columns ...csvfile.Column) ([]csvfile.Row, error) {
	head, err := c.FormFile("file")
	if err != nil {
		return nil, errNoFile
	}
	in, err := head.Open()
	if err != nil {
		return nil, errNoFile
	}
	defer in.Close() //nolint:errcheck // read to the end, or given up
	return csvfile.Read(in, columns...)
}

// fileFault words why a file cannot be read.
func fileFault(words *i18n.Words, err error) string {
	var syntax *csvfile.SyntaxError
	var column *csvfile.ColumnError
	switch {
	case errors.Is(err, errNoFile):
		return words.T("stocktake.file.none")
	case errors.Is(err, csvfile.ErrEmpty):
		return words.T("stocktake.file.empty")
	case errors.Is(err, csvfile.ErrTooMany):
		return words.T("stocktake.file.toomany")
	case errors.As(err, &syntax):
		return words.T("stocktake.file.syntax", "Line", syntax.Line)
	case errors.As(err, &column):
		return words.T("stocktake.file.column", "Column", column.Column)
	}
	return words.T("stocktake.file.none")
}

func (p pages) bookTaking(c *gin.Context) error {
	return p.endTaking(c, p.counts.Book, "stocktake.booked_done")
}

func (p pages) cancelTaking(c *gin.Context) error {
	return p.endTaking(c, p.counts.Cancel, "stocktake.cancelled_done")
}

// endTaking books or cancels a sheet. One of which lines were refused shows them.
func (p pages) endTaking(c *gin.Context, do func(ctx context.Context, id int64, by adminapi.By) (ware.Taking, error), key string) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	id, err := frame.ID(c, ware.ErrNoTaking)
	if err != nil {
		return err
	}
	ended, err := do(c.Request.Context(), id, who)
	if err != nil && frame.Expected(err) && !errors.Is(err, ware.ErrNoTaking) {
		return p.showTaking(c, apperr.From(err).Kind.Status(), nil, p.frame.Wrong(c, err))
	}
	if err != nil {
		return err
	}
	if ended.Refused > 0 {
		p.frame.Flash(c, page.FlashWarning, "stocktake.partly")
		c.Redirect(http.StatusSeeOther, "/ware/stocktaking.html?id="+number(id)+"&show=refused")
		return nil
	}
	return p.takingTold(c, id, key)
}
