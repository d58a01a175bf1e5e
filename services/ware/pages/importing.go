package pages

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/i18n"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/ware"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// importKind is what a file may hold: its count is a change of stock, a warning line, or how many pieces are needed.
type importKind struct {
	kind, list, entry string
	needs             adminapi.Permission
	count, note       string // the words of their columns; there may be no note
}

func imports() []importKind {
	return []importKind{
		{"adjust", "/ware/stock.html", "stock", adminapi.WareWrite, "admin.field.delta", "admin.field.reason"},
		{"warn", "/ware/stock.html", "stock", adminapi.WareWrite, "admin.column.warn", ""},
		{"need", "/ware/needs.html", "needs", adminapi.WarePurchase, "admin.field.count", "admin.field.note"},
	}
}

func (k importKind) columns(words *i18n.Words) []csvfile.Column {
	all := []csvfile.Column{
		{Name: "line", Optional: true},
		{Name: "skuId", Heads: headsOf(words, "admin.field.skuId")},
		{Name: "wareId", Heads: headsOf(words, "admin.field.wareId")},
		{Name: "count", Heads: headsOf(words, k.count)},
	}
	if k.note == "" {
		return all
	}
	return append(all, csvfile.Column{Name: "note", Heads: headsOf(words, k.note), Optional: k.kind == "need"})
}

// line is a row of a file as it was typed, with the number of its warehouse and its place in the file that was chosen.
type line struct {
	at                   int
	sku, ware, amount    string
	note                 string
	skuID, wareID, count int64
}

func (p pages) importPage(k importKind) server.Handler {
	return func(c *gin.Context) error {
		return p.showImport(c, http.StatusOK, k, page.WareImport{}, page.FormErrors{})
	}
}

func (p pages) showImport(c *gin.Context, status int, k importKind, shown page.WareImport, wrong page.FormErrors) error {
	shown.AdminBase = p.frame.Base(c, p.frame.Words(c).T("stocktake.import."+k.kind), k.entry)
	shown.Kind, shown.Path, shown.List = k.kind, "/ware/"+k.kind+"import", k.list
	shown.Here = shown.Path + ".html"
	shown.Errors = wrong
	return p.frame.Show(c, status, "wareimport", shown)
}

// importUpload reads a file and shows what it would do; nothing is done yet.
func (p pages) importUpload(k importKind) server.Handler {
	return func(c *gin.Context) error {
		words := p.frame.Words(c)
		rows, err := file(c, k.columns(words)...)
		if err == nil && len(rows) > ware.MostImported {
			err = csvfile.ErrTooMany
		}
		if err != nil {
			return p.showImport(c, http.StatusUnprocessableEntity, k, page.WareImport{}, page.FormErrors{Summary: fileFault(words, err)})
		}
		return p.runImport(c, k, rows, "", false)
	}
}

// importDo does what was shown. The form's key and the lines make everything happen once.
func (p pages) importDo(k importKind) server.Handler {
	return func(c *gin.Context) error {
		words := p.frame.Words(c)
		rows, err := csvfile.Read(strings.NewReader(c.PostForm("text")), k.columns(words)...)
		if err != nil || len(c.PostForm("key")) != keyLength || len(rows) > ware.MostImported {
			return p.showImport(c, http.StatusUnprocessableEntity, k, page.WareImport{}, page.FormErrors{Summary: words.T("stocktake.file.none")})
		}
		return p.runImport(c, k, rows, c.PostForm("key"), true)
	}
}

// lines reads rows; a warehouse goes by its number or its name.
func lines(rows []csvfile.Row, names houseNames) []line {
	byName := map[string]int64{}
	for id, name := range names {
		byName[name] = id
	}
	all := make([]line, len(rows))
	for i, row := range rows {
		l := line{at: row.Line, sku: row.Get("skuId"), ware: row.Get("wareId"), amount: row.Get("count"), note: row.Get("note")}
		if at := frame.Number(row.Get("line")); at > 0 {
			l.at = int(at)
		}
		l.skuID, l.count, l.wareID = frame.Number(l.sku), signed(l.amount), byName[l.ware]
		if l.wareID == 0 {
			l.wareID = frame.Number(l.ware)
		}
		all[i] = l
	}
	return all
}

// mostShown bounds the rows that a page shows of those with which all is well.
const mostShown = 200

// runImport does a file, or only says what it would do. A file goes by what it holds: the same file again is the same import.
func (p pages) runImport(c *gin.Context, k importKind, rows []csvfile.Row, key string, do bool) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	houses, err := p.stock.Houses(c.Request.Context())
	if err != nil {
		return err
	}
	names := houseNames{}
	for _, h := range houses {
		names[h.ID] = h.Name
	}
	all := lines(rows, names)
	sent, err := text(all)
	if err != nil {
		return err
	}
	if key == "" {
		key = fileKey(sent)
	}
	shown := page.WareImport{Key: key, Done: do}
	run, each := importRun{c, all, key, do, who}, make([]page.WareImportRow, len(all))
	for i, l := range all {
		each[i] = page.WareImportRow{Line: l.at, SkuID: l.sku, WareName: l.ware, Count: l.amount, Note: l.note}
		if l.wareID > 0 {
			each[i].WareName = names.of(l.wareID)
		}
	}
	switch k.kind {
	case "adjust":
		err = p.runAdjustments(run, each)
	case "warn":
		err = p.runWarnLines(run, each)
	default:
		err = p.runNeeds(run, houses, each)
	}
	if err != nil {
		return err
	}
	shown.Take(each, mostShown)
	if shown.Text = ""; shown.Faults == 0 || do {
		shown.Text = sent
	}
	status := http.StatusOK
	if shown.Faults > 0 {
		status = http.StatusUnprocessableEntity
	}
	return p.showImport(c, status, k, shown, page.FormErrors{})
}

// keyLength is that of a file's key.
const keyLength = 32

// fileKey is the key of a file with this text.
func fileKey(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])[:keyLength]
}

// text is a file again, for the second step.
func text(all []line) (string, error) {
	var out strings.Builder
	rows := make([][]string, len(all))
	for i, l := range all {
		rows[i] = []string{number(int64(l.at)), l.sku, l.ware, l.amount, l.note}
	}
	err := csvfile.Write(&out, []string{"line", "skuId", "wareId", "count", "note"}, rows)
	return out.String(), err
}

// rowFault words why a row cannot be done.
func (p pages) rowFault(c *gin.Context, err error) string {
	if err == nil {
		return ""
	}
	wrong := p.frame.Wrong(c, err)
	if len(apperr.From(err).Fields) == 0 {
		return wrong.Summary
	}
	told := make([]string, len(wrong.Fields))
	for i, field := range wrong.Fields {
		told[i] = field.Message
	}
	return strings.Join(told, p.frame.Words(c).T("admin.comma"))
}
