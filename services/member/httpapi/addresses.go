package httpapi

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/member"
)

func (a api) addresses(c *gin.Context) error {
	who, err := session.Of(c.Request.Context())
	if err != nil {
		return err
	}
	all, err := a.uc.Addresses(c.Request.Context(), who.ID)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "private, no-store")
	c.JSON(http.StatusOK, shownAddresses(all))
	return nil
}

func (a api) addAddress(c *gin.Context) error {
	who, err := session.Of(c.Request.Context())
	if err != nil {
		return err
	}
	in, err := a.address(c)
	if err != nil {
		return err
	}
	added, err := a.uc.AddAddress(c.Request.Context(), who.ID, in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, memberapi.Address(added))
	return nil
}

func (a api) changeAddress(c *gin.Context) error {
	who, id, err := owned(c)
	if err != nil {
		return err
	}
	in, err := a.address(c)
	if err != nil {
		return err
	}
	in.ID = id
	changed, err := a.uc.ChangeAddress(c.Request.Context(), who, in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, memberapi.Address(changed))
	return nil
}

func (a api) deleteAddress(c *gin.Context) error {
	who, id, err := owned(c)
	if err != nil {
		return err
	}
	if err := a.uc.DeleteAddress(c.Request.Context(), who, id); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func (a api) defaultAddress(c *gin.Context) error {
	who, id, err := owned(c)
	if err != nil {
		return err
	}
	changed, err := a.uc.DefaultAddress(c.Request.Context(), who, id)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, memberapi.Address(changed))
	return nil
}

// owned says who is calling and about which address.
func owned(c *gin.Context) (memberID, id int64, err error) {
	who, err := session.Of(c.Request.Context())
	if err != nil {
		return 0, 0, err
	}
	id, err = server.ID(c, "id")
	return who.ID, id, err
}

func (a api) address(c *gin.Context) (member.Address, error) {
	var in memberapi.AddressRequest
	if err := a.decode.JSON(c, &in); err != nil {
		return member.Address{}, err
	}
	return member.Address{
		Name: in.Name, Phone: in.Phone, Province: in.Province, City: in.City, Region: in.Region, Detail: in.Detail,
		PostCode: in.PostCode, IsDefault: in.IsDefault,
	}, nil
}

func shownAddresses(all []member.Address) []memberapi.Address {
	answer := make([]memberapi.Address, len(all))
	for i, a := range all {
		answer[i] = memberapi.Address(a)
	}
	return answer
}
