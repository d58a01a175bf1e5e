package pages

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/i18n"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/ware"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// importKind is what a file may hold: its count is a change of stock, or how many pieces are needed.
type importKind struct {
	kind, list, entry string
	needs             adminapi.Permission
	count, note       string // the words of their columns
}

func imports() []importKind {
	return []importKind{
		{"adjust", "/ware/stock.html", "stock", adminapi.WareWrite, "admin.field.delta", "admin.field.reason"},
		{"need", "/ware/needs.html", "needs", adminapi.WarePurchase, "admin.field.count", "admin.field.note"},
	}
}

func (k importKind) columns(words *i18n.Words) []csvfile.Column {
	return []csvfile.Column{
		{Name: "line", Optional: true},
		{Name: "skuId", Heads: headsOf(words, "admin.field.skuId")},
		{Name: "wareId", Heads: headsOf(words, "admin.field.wareId")},
		{Name: "count", Heads: headsOf(words, k.count)},
		{Name: "note", Heads: headsOf(words, k.note), Optional: k.kind == "need"},
	}
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
		return p.runImport(c, k, rows, uuid.NewString(), false)
	}
}

// importDo does what was shown. The form's key and the lines make everything happen once.
func (p pages) importDo(k importKind) server.Handler {
	return func(c *gin.Context) error {
		words := p.frame.Words(c)
		rows, err := csvfile.Read(strings.NewReader(c.PostForm("text")), k.columns(words)...)
		if err != nil || c.PostForm("key") == "" || len(c.PostForm("key")) > len(uuid.Nil.String()) || len(rows) > ware.MostImported {
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

// runImport does a file, or only says what it would do.
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
	shown := page.WareImport{Key: key, Done: do, Rows: make([]page.WareImportRow, len(all))}
	for i, l := range all {
		shown.Rows[i] = page.WareImportRow{Line: l.at, SkuID: l.sku, WareName: l.ware, Count: l.amount, Note: l.note}
		if l.wareID > 0 {
			shown.Rows[i].WareName = names.of(l.wareID)
		}
	}
	if k.kind == "adjust" {
		err = p.runAdjustments(c, all, key, do, who, shown.Rows)
	} else {
		err = p.runNeeds(c, all, houses, key, do, who, shown.Rows)
	}
	if err != nil {
		return err
	}
	status := http.StatusOK
	for _, row := range shown.Rows {
		if row.Fault != "" {
			shown.Faults++
			status = http.StatusUnprocessableEntity
		}
	}
	shown.OK = len(shown.Rows) - shown.Faults
	if shown.Text, err = text(all); err != nil {
		return err
	}
	return p.showImport(c, status, k, shown, page.FormErrors{})
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

func (p pages) runAdjustments(c *gin.Context, all []line, key string, do bool, who adminapi.By, shown []page.WareImportRow) error {
	rows := make([]ware.AdjustRow, len(all))
	for i, l := range all {
		in := wareapi.Adjustment{SkuID: l.skuID, WareID: l.wareID, Delta: l.count, Reason: l.note}
		rows[i] = ware.AdjustRow{
			Line: l.at, Adjustment: ware.Adjustment{SkuID: in.SkuID, WareID: in.WareID, Delta: in.Delta, Reason: in.Reason}, Err: p.decode.Check(&in),
		}
	}
	var err error
	if do {
		rows, err = p.stock.ImportAdjustments(c.Request.Context(), key, rows, who)
	} else {
		rows, err = p.stock.PlanAdjustments(c.Request.Context(), rows)
	}
	for i, r := range rows {
		shown[i].New, shown[i].Before, shown[i].After, shown[i].Fault = r.New, r.Before, r.After, p.rowFault(c, r.Err)
	}
	return err
}

func (p pages) runNeeds(c *gin.Context, all []line, houses []ware.House, key string, do bool, who adminapi.By, shown []page.WareImportRow) error {
	rows := make([]ware.NeedRow, len(all))
	for i, l := range all {
		in := wareapi.NewNeed{SkuID: l.skuID, WareID: l.wareID, Count: l.count, Note: l.note}
		rows[i] = ware.NeedRow{Line: l.at, Need: ware.Need{SkuID: in.SkuID, WareID: in.WareID, Count: in.Count, Note: in.Note}, Err: p.decode.Check(&in)}
	}
	var err error
	if do {
		rows, err = p.buying.ImportNeeds(c.Request.Context(), key, rows, who)
	} else {
		rows = ware.PlanNeeds(houses, rows)
	}
	for i, r := range rows {
		shown[i].Fault = p.rowFault(c, r.Err)
	}
	return err
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
