-- Products of five SKUs each, spread over the leaf categories and their brands. SKU k of the past, counted from 0, has the number
-- 10000000 + k and costs 19.90 yuan + (k mod 500) yuan; other files reckon with that.
CREATE TEMPORARY TABLE gulimall_pms.place (n INT PRIMARY KEY, catalog_id BIGINT, brand_id BIGINT, category VARCHAR(50), brand VARCHAR(50), attr_id BIGINT, attr_name VARCHAR(50), picture VARCHAR(255));
INSERT INTO gulimall_pms.place SELECT ROW_NUMBER() OVER (ORDER BY r.id) - 1, r.catalog_id, r.brand_id, c.name, b.name, a.attr_id, a.attr_name,
    (SELECT MIN(k.sku_default_img) FROM gulimall_pms.pms_sku_info k WHERE k.catalog_id = r.catalog_id AND k.sku_id < 10000000)
    FROM gulimall_pms.pms_category_brand_relation r JOIN gulimall_pms.pms_category c ON c.cat_id = r.catalog_id
    JOIN gulimall_pms.pms_brand b ON b.brand_id = r.brand_id
    JOIN gulimall_pms.pms_attr a ON a.attr_id = (SELECT MIN(x.attr_id) FROM gulimall_pms.pms_attr x WHERE x.catalog_id = r.catalog_id AND x.attr_type = 0);
SET @places = (SELECT COUNT(*) FROM gulimall_pms.place);
INSERT INTO gulimall_pms.pms_spu_info (id, spu_name, spu_description, catalog_id, brand_id, weight, publish_status, create_time, update_time)
    SELECT 1000000 + n.n, CONCAT(p.brand, ' ', p.category, ' No.', n.n), CONCAT(p.brand, p.category), p.catalog_id, p.brand_id, 500, 1,
    TIMESTAMPADD(MINUTE, n.n - 600000, :now), TIMESTAMPADD(MINUTE, n.n - 600000, :now)
    FROM :numbers n JOIN gulimall_pms.place p ON p.n = n.n % @places WHERE n.n < :skus DIV 5;
INSERT INTO gulimall_pms.pms_spu_info_desc (spu_id, description) SELECT id, spu_description FROM gulimall_pms.pms_spu_info WHERE id >= 1000000;
INSERT INTO gulimall_pms.pms_sku_info (sku_id, spu_id, sku_name, catalog_id, brand_id, sku_default_img, sku_title, sku_subtitle, price, weight, sale_count,
    publish_status, create_time, update_time)
    SELECT 10000000 + n.n, s.id, CONCAT(s.spu_name, ' ', 1 + n.n % 5), s.catalog_id, s.brand_id, p.picture, CONCAT(s.spu_name, ' ', p.attr_name, ' ', 1 + n.n % 5), '',
    1990 + (n.n % 500) * 100, 500, 0, 1, s.create_time, s.update_time
    FROM :numbers n JOIN gulimall_pms.pms_spu_info s ON s.id = 1000000 + n.n DIV 5 JOIN gulimall_pms.place p ON p.n = (n.n DIV 5) % @places WHERE n.n < :skus;
UPDATE gulimall_pms.pms_spu_info s SET s.lowest_price = (SELECT MIN(k.price) FROM gulimall_pms.pms_sku_info k WHERE k.spu_id = s.id) WHERE s.id >= 1000000;
INSERT INTO gulimall_pms.pms_sku_images (sku_id, img_url, img_sort, default_img)
    SELECT sku_id, sku_default_img, 0, 1 FROM gulimall_pms.pms_sku_info WHERE sku_id >= 10000000;
INSERT INTO gulimall_pms.pms_sku_sale_attr_value (sku_id, attr_id, attr_name, attr_value)
    SELECT 10000000 + n.n, p.attr_id, p.attr_name, CONCAT(1 + n.n % 5) FROM :numbers n JOIN gulimall_pms.place p ON p.n = (n.n DIV 5) % @places WHERE n.n < :skus;
DROP TEMPORARY TABLE gulimall_pms.place;
