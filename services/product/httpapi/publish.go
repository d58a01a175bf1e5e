package httpapi

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/product"
)

// Publishing is what the back office's calls need of the desk where products are published.
type Publishing interface {
	List(ctx context.Context, q product.SPUQuery) ([]product.SPURow, int64, error)
	Find(ctx context.Context, id int64) (product.Published, error)
	Publish(ctx context.Context, what productapi.Publication, by adminapi.By) (product.Published, error)
	Change(ctx context.Context, id int64, what productapi.Publication, by adminapi.By) (product.Published, error)
	Up(ctx context.Context, id int64, by adminapi.By) (product.Published, error)
	Down(ctx context.Context, id int64, by adminapi.By) (product.Published, error)
	SKU(ctx context.Context, id int64) (product.EditedSKU, error)
	EditSKU(ctx context.Context, id int64, edit productapi.SkuEdit, by adminapi.By) (product.EditedSKU, error)
	Rules(ctx context.Context, spuID int64) (couponapi.SpuRules, error)
}

var _ Publishing = (*product.Publishing)(nil)

// PublishRoutes adds the back office's calls for products.
func PublishRoutes(r gin.IRouter, uc Publishing, edge *server.Edge, decode *server.Decoder) {
	p := publishing{uc, decode}
	read := func(path string, h server.Handler) {
		r.GET(path, edge.JSON(staff.Guard(adminapi.ProductRead, h)))
	}
	write := func(method, path string, h server.Handler) {
		r.Handle(method, path, edge.JSON(staff.Guard(adminapi.ProductWrite, h)))
	}
	read(productapi.PathOfficeSpus, p.list)
	write(http.MethodPost, productapi.PathOfficeSpus, p.publish)
	read(productapi.PathOfficeSpus+"/:id", p.find)
	write(http.MethodPut, productapi.PathOfficeSpus+"/:id", p.change)
	write(http.MethodPost, productapi.PathOfficeSpus+"/:id"+productapi.PartUp, p.shelve(uc.Up))
	write(http.MethodPost, productapi.PathOfficeSpus+"/:id"+productapi.PartDown, p.shelve(uc.Down))
	read(productapi.PathOfficeSkus+"/:id", p.sku)
	write(http.MethodPut, productapi.PathOfficeSkus+"/:id", p.editSKU)
}

type publishing struct {
	uc     Publishing
	decode *server.Decoder
}

func (p publishing) list(c *gin.Context) error {
	page, err := server.Paging(c)
	if err != nil {
		return err
	}
	q := product.SPUQuery{Keyword: strings.TrimSpace(c.Query("keyword")), Page: page}
	if q.CategoryID, err = server.Int(c, "categoryId", 0, 1, 1<<62); err != nil {
		return err
	}
	if q.BrandID, err = server.Int(c, "brandId", 0, 1, 1<<62); err != nil {
		return err
	}
	if name := c.Query("status"); name != "" {
		status := product.SPUStatus(slices.Index(product.SPUStatusNames(), name))
		if status < 0 {
			return apperr.ErrInvalid.WithField("status", "unknown")
		}
		q.Status = &status
	}
	name, down := strings.CutPrefix(c.Query("sort"), "-")
	if name != "" && !slices.Contains(product.SPUSorts(), product.SPUSort(name)) {
		return apperr.ErrInvalid.WithField("sort", "unknown")
	}
	q.Sort, q.Down = product.SPUSort(name), down
	rows, total, err := p.uc.List(c.Request.Context(), q)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(rows, total, page, spuRow))
	return nil
}

func spuRow(r product.SPURow) productapi.SpuRow {
	return productapi.SpuRow{
		ID: r.ID, Name: r.Name, Image: r.Image, CategoryID: r.Category.ID, CategoryName: r.Category.Name, BrandID: r.Brand.ID, BrandName: r.Brand.Name,
		Status: r.Status.String(), Skus: r.Skus, Sold: r.Sold, Lowest: r.Lowest, Highest: r.Highest, UpdatedAt: r.UpdatedAt,
	}
}

func spu(p product.Published) productapi.Spu {
	shown := productapi.Spu{ID: p.ID, Status: p.Status.String(), CreatedAt: p.CreatedAt, UpdatedAt: p.UpdatedAt, Publication: p.Publication}
	if p.Passing != nil {
		shown.Passing = &productapi.Passing{Since: p.Passing.Since, Trouble: p.Passing.Trouble, Refused: p.Passing.Refusal}
	}
	return shown
}

// find answers a product with what makes it cheaper.
func (p publishing) find(c *gin.Context) error {
	id, err := spuID(c)
	if err != nil {
		return err
	}
	found, err := p.uc.Find(c.Request.Context(), id)
	if err != nil {
		return err
	}
	rules, err := p.uc.Rules(c.Request.Context(), id)
	if err != nil {
		return err
	}
	found.Publication = product.WithRules(found.Publication, rules)
	c.JSON(http.StatusOK, spu(found))
	return nil
}

func spuID(c *gin.Context) (int64, error) {
	id, err := server.ID(c, "id")
	if err != nil {
		return 0, product.ErrNoSPU
	}
	return id, nil
}

func (p publishing) publish(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in productapi.Publication
	if err := p.decode.JSON(c, &in); err != nil {
		return err
	}
	if in.Key == "" {
		in.Key = uuid.NewString()
	}
	made, err := p.uc.Publish(c.Request.Context(), in, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, spu(made))
	return nil
}

func (p publishing) change(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	id, err := spuID(c)
	if err != nil {
		return err
	}
	var in productapi.Publication
	if err := p.decode.JSON(c, &in); err != nil {
		return err
	}
	changed, err := p.uc.Change(c.Request.Context(), id, in, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, spu(changed))
	return nil
}

func (p publishing) shelve(do func(ctx context.Context, id int64, by adminapi.By) (product.Published, error)) server.Handler {
	return func(c *gin.Context) error {
		who, err := staff.By(c)
		if err != nil {
			return err
		}
		id, err := spuID(c)
		if err != nil {
			return err
		}
		now, err := do(c.Request.Context(), id, who)
		if err != nil {
			return err
		}
		c.JSON(http.StatusOK, spu(now))
		return nil
	}
}

func (p publishing) sku(c *gin.Context) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return product.ErrSkuNotFound
	}
	found, err := p.uc.SKU(c.Request.Context(), id)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, found.OfficeSku)
	return nil
}

func (p publishing) editSKU(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	id, err := server.ID(c, "id")
	if err != nil {
		return product.ErrSkuNotFound
	}
	var in productapi.SkuEdit
	if err := p.decode.JSON(c, &in); err != nil {
		return err
	}
	changed, err := p.uc.EditSKU(c.Request.Context(), id, in, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, changed.OfficeSku)
	return nil
}
