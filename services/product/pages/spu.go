package pages

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/services/product"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// Publishing is what the back office's pages need of the desk where products are published.
type Publishing interface {
	List(ctx context.Context, q product.SPUQuery) ([]product.SPURow, int64, error)
	Find(ctx context.Context, id int64) (product.Published, error)
	Terms(ctx context.Context, categoryID int64) (product.Terms, error)
	Brands(ctx context.Context) ([]product.Named, error)
	Levels(ctx context.Context) ([]product.Level, error)
	Rules(ctx context.Context, spuID int64) (couponapi.SpuRules, error)
	Stock(ctx context.Context, ids []int64) (map[int64]int64, error)
	Up(ctx context.Context, id int64, by adminapi.By) (product.Published, error)
	Down(ctx context.Context, id int64, by adminapi.By) (product.Published, error)
	SKU(ctx context.Context, id int64) (product.EditedSKU, error)
	EditSKU(ctx context.Context, id int64, edit productapi.SkuEdit, by adminapi.By) (product.EditedSKU, error)
	Drafts(ctx context.Context, page paging.Page) ([]product.Draft, int64, error)
	Draft(ctx context.Context, id int64) (product.Draft, error)
	Begin(ctx context.Context, body productapi.Publication, by adminapi.By) (product.Draft, error)
	BeginChange(ctx context.Context, spuID int64, by adminapi.By) (product.Draft, error)
	Resend(ctx context.Context, spuID int64, token string, by adminapi.By) (product.Published, error)
	Forget(ctx context.Context, spuID int64, token string, by adminapi.By) error
	Keep(ctx context.Context, d product.Draft, by adminapi.By) (product.Draft, error)
	KeepBase(ctx context.Context, d product.Draft, by adminapi.By) (product.Draft, error)
	Drop(ctx context.Context, id int64, by adminapi.By) error
	Judge(ctx context.Context, d product.Draft) (product.Judged, error)
	Rebase(ctx context.Context, id int64, by adminapi.By) (product.Draft, error)
	PublishDraft(ctx context.Context, id, version int64, by adminapi.By) (product.Published, error)
}

// Tree lists all categories.
type Tree interface {
	Tree(ctx context.Context) ([]product.ClassNode, error)
}

var (
	_ Publishing = (*product.Publishing)(nil)
	_ Tree       = (*product.Classes)(nil)
)

// maxPictures is how many bytes a form with pictures may have.
const maxPictures = 10*product.MaxPicture + formAround

// PublishRoutes adds the back office's pages of products and of the wizard that publishes them; shop draws the preview.
func PublishRoutes(r gin.IRouter, uc Publishing, tree Tree, gallery Gallery, f *frame.Office, shop *Pages) {
	p := publishing{uc, tree, gallery, f, shop}
	read := func(path string, h server.Handler) { r.GET("/product/"+path, f.Page(adminapi.ProductRead, h)) }
	show := func(path string, h server.Handler) { r.GET("/product/"+path, f.Page(adminapi.ProductWrite, h)) }
	do := func(path string, h func(c *gin.Context, by adminapi.By) error) {
		r.POST("/product/"+path, f.Page(adminapi.ProductWrite, acting(h)))
	}
	read("spus.html", p.list)
	read("spus.csv", p.listCSV)
	do("spus/shelve", p.shelve)
	read("spu.html", p.overview)
	do("spu/rules", p.refusedRules)
	show("sku.html", p.skuPage)
	do("sku.html", p.saveSKU)
	do("sku/price", p.savePrice)
	read("preview.html", p.preview)
	show("publish.html", p.wizard)
	do("publish.html", p.keep)
	do("publish/begin", p.begin)
	do("publish/drop", p.drop)
	do("publish/rebase", p.rebase)
	r.POST("/product/publish/upload", f.Upload(adminapi.ProductWrite, maxPictures, acting(p.upload)))
}

type publishing struct {
	uc      Publishing
	tree    Tree
	gallery Gallery
	frame   *frame.Office
	shop    *Pages
}

// spuColumns are the columns of the list of products.
func spuColumns() []frame.Column {
	return []frame.Column{
		{Key: string(product.ByName), Sorts: true},
		{Key: string(product.ByNumber), Sorts: true, Numbers: true},
		{Key: "state"},
		{Key: "category"},
		{Key: "brand"},
		{Key: "skus", Numbers: true},
		{Key: string(product.ByPrice), Sorts: true, Numbers: true},
		{Key: string(product.BySold), Sorts: true, Numbers: true},
		{Key: string(product.ByUpdated), Sorts: true},
	}
}

// spusAsked reads which products are wanted.
func spusAsked(c *gin.Context) product.SPUQuery {
	q := product.SPUQuery{
		Keyword: strings.TrimSpace(c.Query("keyword")), CategoryID: frame.Wanted(c, "categoryId"), BrandID: frame.Wanted(c, "brandId"), Page: frame.Sheet(c),
	}
	if at := slices.Index(product.SPUStatusNames(), c.Query("status")); at >= 0 {
		status := product.SPUStatus(at)
		q.Status = &status
	}
	key, down := frame.Sorting(c, spuColumns(), "-"+string(product.ByNumber))
	q.Sort, q.Down = product.SPUSort(key), down
	return q
}

func spuRow(r product.SPURow) page.AdminSPURow {
	return page.AdminSPURow{
		ID: r.ID, Name: r.Name, Image: r.Image, Category: r.Category.Name, Brand: r.Brand.Name, Status: r.Status.String(), Skus: r.Skus, Sold: r.Sold,
		Lowest: r.Lowest, Highest: r.Highest, UpdatedAt: r.UpdatedAt,
	}
}

func (p publishing) list(c *gin.Context) error {
	return p.showList(c, http.StatusOK, page.FormErrors{})
}

func (p publishing) showList(c *gin.Context, status int, wrong page.FormErrors) error {
	q, words := spusAsked(c), p.frame.Words(c)
	found, total, err := p.uc.List(c.Request.Context(), q)
	if err != nil {
		return err
	}
	shown := page.AdminSPUs{
		AdminBase: p.frame.Base(c, words.T("admin.page.spus"), "spus"), Keyword: q.Keyword, Filtered: q.Keyword != "" || q.CategoryID != 0 || q.BrandID != 0 || q.Status != nil,
		Heads: frame.Heads(c, spuColumns(), string(q.Sort), q.Down), Sort: c.Query("sort"),
		Pager: frame.Pager(c, q.Page, total), CSV: frame.File(c), MayWrite: p.frame.May(c, adminapi.ProductWrite),
		Tabs: []page.Tab{{Label: words.T("admin.any"), URL: frame.Address(c, "status", "", "page", ""), Selected: q.Status == nil}},
	}
	shown.Here, shown.Errors = "/product/spus.html", wrong
	if q.Status != nil {
		shown.Status = q.Status.String()
	}
	for _, name := range product.SPUStatusNames() {
		shown.Tabs = append(shown.Tabs, page.Tab{Label: words.T("spu.status." + name), URL: frame.Address(c, "status", name, "page", ""), Selected: name == shown.Status})
	}
	if shown.Categories, err = p.categories(c, q.CategoryID, false); err != nil {
		return err
	}
	if shown.Brands, err = p.brands(c, q.BrandID); err != nil {
		return err
	}
	for _, r := range found {
		shown.Rows = append(shown.Rows, spuRow(r))
	}
	if shown.MayWrite && q.Page.Number == 1 && !shown.Filtered {
		if shown.Drafts, err = p.drafts(c); err != nil {
			return err
		}
	}
	return p.frame.Show(c, status, "adminspus", shown)
}

// drafts are those that were worked on last.
func (p publishing) drafts(c *gin.Context) ([]page.AdminSPUDraft, error) {
	drafts, _, err := p.uc.Drafts(c.Request.Context(), paging.Page{Number: 1, Size: paging.Usual})
	shown := make([]page.AdminSPUDraft, len(drafts))
	for i, d := range drafts {
		shown[i] = draftShown(d)
	}
	return shown, err
}

func draftShown(d product.Draft) page.AdminSPUDraft {
	return page.AdminSPUDraft{ID: d.ID, SPUID: d.SPUID, Name: d.Body.Name, Account: d.Account, UpdatedAt: d.UpdatedAt}
}

// listCSV is the list with its filters, all pages of it.
func (p publishing) listCSV(c *gin.Context) error {
	q, words := spusAsked(c), p.frame.Words(c)
	q.Page = paging.Whole(csvfile.MostRows)
	found, _, err := p.uc.List(c.Request.Context(), q)
	if err != nil {
		return err
	}
	lines := make([][]string, len(found))
	for i, r := range found {
		lines[i] = []string{number(r.ID), r.Name, words.T("spu.status." + r.Status.String()), r.Category.Name, r.Brand.Name, number(r.Skus), r.Lowest.String(), r.Highest.String(), number(r.Sold)}
	}
	return frame.SendCSV(c, "products", []string{
		words.T("admin.number"), words.T("admin.field.name"), words.T("admin.state"), words.T("admin.field.categoryId"), words.T("admin.field.brandId"), words.T("spu.skus"),
		words.T("spu.lowest"), words.T("spu.highest"), words.T("spu.sold"),
	}, lines)
}

// categories is the choice of a category: of any level, or of those of level 3 alone.
func (p publishing) categories(c *gin.Context, chosen int64, leavesAlone bool) ([]page.Option, error) {
	tree, err := p.tree.Tree(c.Request.Context())
	if err != nil {
		return nil, err
	}
	var options []page.Option
	add := func(id int64, label string) {
		options = append(options, page.Option{Value: number(id), Label: label, Selected: id == chosen})
	}
	for _, top := range tree {
		if !leavesAlone {
			add(top.ID, top.Name)
		}
		for _, middle := range top.Children {
			if !leavesAlone {
				add(middle.ID, top.Name+" / "+middle.Name)
			}
			for _, leaf := range middle.Children {
				add(leaf.ID, top.Name+" / "+middle.Name+" / "+leaf.Name)
			}
		}
	}
	return options, nil
}

func (p publishing) brands(c *gin.Context, chosen int64) ([]page.Option, error) {
	all, err := p.uc.Brands(c.Request.Context())
	return choice(all, chosen), err
}

func choice(all []product.Named, chosen int64) []page.Option {
	options := make([]page.Option, len(all))
	for i, b := range all {
		options[i] = page.Option{Value: number(b.ID), Label: b.Name, Selected: b.ID == chosen}
	}
	return options
}

// overview shows a product with its SKUs.
func (p publishing) overview(c *gin.Context) error {
	ctx, id := c.Request.Context(), frame.Wanted(c, "id")
	found, err := p.uc.Find(ctx, id)
	if err != nil {
		return err
	}
	terms, err := p.uc.Terms(ctx, found.CategoryID)
	if err != nil {
		return err
	}
	shown := page.AdminSPU{
		AdminBase: p.frame.Base(c, found.Name, "spus"), Summary: found.Summary, Album: found.Album, CreatedAt: found.CreatedAt, MayWrite: p.frame.May(c, adminapi.ProductWrite),
		AdminSPURow: page.AdminSPURow{ID: found.ID, Name: found.Name, Status: found.Status.String(), UpdatedAt: found.UpdatedAt},
	}
	for _, category := range terms.Path {
		shown.Path = append(shown.Path, category.Name)
	}
	if shown.Brand, err = p.brandName(ctx, found.BrandID); err != nil {
		return err
	}
	p.passing(c, &shown, found.Passing)
	if lacking := product.Complete(found); lacking != nil && found.Status != product.SPUUp {
		shown.Lacking = p.wrong(c, lacking).Fields
	}
	stock, err := p.uc.Stock(ctx, found.SkuIDs())
	shown.StockOff = err != nil
	promoted := map[int64]bool{}
	if rules, err := p.uc.Rules(ctx, id); err == nil {
		for _, r := range rules.Skus {
			promoted[r.SkuID] = len(r.Ladder)+len(r.FullReduction)+len(r.MemberPrices) > 0
		}
	}
	for i, sku := range found.Skus {
		if i == 0 || sku.Price < shown.Lowest {
			shown.Lowest = sku.Price
		}
		shown.Highest = max(shown.Highest, sku.Price)
		one := page.AdminSKU{
			ID: sku.SkuID, Version: found.Versions[i], Values: sku.Values, Title: sku.Title, Price: sku.Price.String(), Weight: sku.Weight, OnSale: !sku.Off,
			Sold: found.Sold[i], Stock: stock[sku.SkuID], Promoted: promoted[sku.SkuID], ShopURL: p.frame.Hosts().SKU(sku.SkuID),
		}
		if len(sku.Images) > 0 {
			one.Image = sku.Images[0]
		}
		shown.SKUs = append(shown.SKUs, one)
	}
	return p.frame.Show(c, http.StatusOK, "adminspu", shown)
}

func (p publishing) brandName(ctx context.Context, id int64) (string, error) {
	all, err := p.uc.Brands(ctx)
	for _, b := range all {
		if b.ID == id {
			return b.Name, err
		}
	}
	return number(id), err
}
