package httpapi

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
)

// How many favourites are told at once.
const (
	usualFavourites = 20
	mostFavourites  = 60
	mostPages       = 1000
)

func (a api) favourites(c *gin.Context) error {
	who, err := session.Of(c.Request.Context())
	if err != nil {
		return err
	}
	n, err := server.Int(c, "page", 1, 1, mostPages)
	if err != nil {
		return err
	}
	size, err := server.Int(c, "pageSize", usualFavourites, 1, mostFavourites)
	if err != nil {
		return err
	}
	kept, total, err := a.uc.Favourites(c.Request.Context(), who.ID, int((n-1)*size), int(size))
	if err != nil {
		return err
	}
	answer := memberapi.FavouritePage{Items: make([]memberapi.Favourite, len(kept)), Total: total, Page: int(n), PageSize: int(size)}
	for i, f := range kept {
		g := f.Goods
		if g.Attrs == nil {
			g.Attrs = []string{}
		}
		answer.Items[i] = memberapi.Favourite{
			SkuID: f.SkuID, AddedAt: f.At, Title: g.Title, Image: g.Image, Attrs: g.Attrs, Price: g.Price, OnShelf: g.OnShelf, InStock: f.Known && f.InStock,
		}
	}
	c.Header("Cache-Control", "private, no-store")
	c.JSON(http.StatusOK, answer)
	return nil
}

func (a api) favouriteIDs(c *gin.Context) error {
	who, err := session.Of(c.Request.Context())
	if err != nil {
		return err
	}
	ids, err := a.uc.FavouriteIDs(c.Request.Context(), who.ID)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "private, no-store")
	c.JSON(http.StatusOK, memberapi.FavouriteIDs{SkuIDs: ids})
	return nil
}

func (a api) addFavourite(c *gin.Context) error { return a.favour(c, a.uc.AddFavourite) }

func (a api) removeFavourite(c *gin.Context) error { return a.favour(c, a.uc.RemoveFavourite) }

func (a api) favour(c *gin.Context, do func(ctx context.Context, memberID, skuID int64) error) error {
	who, err := session.Of(c.Request.Context())
	if err != nil {
		return err
	}
	id, err := server.ID(c, "skuId")
	if err != nil {
		return err
	}
	if err := do(c.Request.Context(), who.ID, id); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}
