package httpapi

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/product"
)

// Classes is what the back office's calls need of the desk of categories, brands and attributes.
type Classes interface {
	Tree(ctx context.Context) ([]product.ClassNode, error)
	AddClass(ctx context.Context, c product.Class, by adminapi.By) (product.Class, error)
	ChangeClass(ctx context.Context, c product.Class, by adminapi.By) (product.Class, error)
	RemoveClass(ctx context.Context, id int64, by adminapi.By) error
	Arrange(ctx context.Context, parentID int64, ids []int64, by adminapi.By) error
	Template(ctx context.Context, categoryID int64) (product.Template, error)
	Brands(ctx context.Context, q product.BrandQuery) ([]product.Brand, int64, error)
	Brand(ctx context.Context, id int64) (product.Brand, error)
	AddBrand(ctx context.Context, b product.Brand, by adminapi.By) (product.Brand, error)
	ChangeBrand(ctx context.Context, b product.Brand, by adminapi.By) (product.Brand, error)
	Attrs(ctx context.Context, q product.AttrQuery) ([]product.Attr, int64, error)
	Attr(ctx context.Context, id int64) (product.Attr, error)
	AddAttr(ctx context.Context, a product.Attr, by adminapi.By) (product.Attr, error)
	ChangeAttr(ctx context.Context, a product.Attr, by adminapi.By) (product.Attr, error)
	RemoveAttr(ctx context.Context, id int64, by adminapi.By) error
	ArrangeAttrs(ctx context.Context, categoryID int64, kind product.AttrKind, ids []int64, by adminapi.By) error
	AttrGroups(ctx context.Context, categoryID int64) ([]product.AttrGroup, error)
	AddAttrGroup(ctx context.Context, g product.AttrGroup, by adminapi.By) (product.AttrGroup, error)
	ChangeAttrGroup(ctx context.Context, g product.AttrGroup, by adminapi.By) (product.AttrGroup, error)
	RemoveAttrGroup(ctx context.Context, id int64, by adminapi.By) error
	ArrangeAttrGroups(ctx context.Context, categoryID int64, ids []int64, by adminapi.By) error
}

var _ Classes = (*product.Classes)(nil)

// ClassRoutes adds the calls of the desk of categories, brands and attributes.
func ClassRoutes(r gin.IRouter, uc Classes, edge *server.Edge, decode *server.Decoder) {
	k := classes{uc, decode}
	read := func(h server.Handler) gin.HandlerFunc { return edge.JSON(staff.Guard(adminapi.ProductRead, h)) }
	write := func(h func(c *gin.Context, by adminapi.By) error) gin.HandlerFunc {
		return edge.JSON(staff.Guard(adminapi.ProductWrite, func(c *gin.Context) error {
			who, err := staff.By(c)
			if err != nil {
				return err
			}
			return h(c, who)
		}))
	}
	r.GET(productapi.PathOfficeCategories, read(k.tree))
	r.POST(productapi.PathOfficeCategories, write(k.addClass))
	r.PUT(productapi.PathCategoryOrder, write(k.arrange))
	r.PUT(productapi.PathOfficeCategories+"/:id", write(k.changeClass))
	r.DELETE(productapi.PathOfficeCategories+"/:id", write(k.removeClass))
	r.GET(productapi.PathOfficeCategories+"/:id"+productapi.PartTemplate, read(k.template))

	r.GET(productapi.PathBrands, read(k.brands))
	r.POST(productapi.PathBrands, write(k.addBrand))
	r.GET(productapi.PathBrands+"/:id", read(k.brand))
	r.PUT(productapi.PathBrands+"/:id", write(k.changeBrand))

	r.GET(productapi.PathAttributes, read(k.attrs))
	r.POST(productapi.PathAttributes, write(k.addAttr))
	r.PUT(productapi.PathAttributeOrder, write(k.arrangeAttrs))
	r.GET(productapi.PathAttributes+"/:id", read(k.attr))
	r.PUT(productapi.PathAttributes+"/:id", write(k.changeAttr))
	r.DELETE(productapi.PathAttributes+"/:id", write(k.removeAttr))

	r.GET(productapi.PathAttrGroups, read(k.groups))
	r.POST(productapi.PathAttrGroups, write(k.addGroup))
	r.PUT(productapi.PathAttrGroupOrder, write(k.arrangeGroups))
	r.PUT(productapi.PathAttrGroups+"/:id", write(k.changeGroup))
	r.DELETE(productapi.PathAttrGroups+"/:id", write(k.removeGroup))
}

type classes struct {
	uc     Classes
	decode *server.Decoder
}

// remove answers a call that removes what its path names.
func remove(c *gin.Context, by adminapi.By, do func(ctx context.Context, id int64, by adminapi.By) error) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	if err := do(c.Request.Context(), id, by); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}
